using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class IdxWriterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        byte[] data = [.. Enumerable.Range(0, 24).Select(i => (byte)(255 - i))];
        IdxWriter.Write(_directory.File("x"), [2, 3, 4], data);
        Assert.Equal(IdxBytes.File(8, [2, 3, 4], data), File.ReadAllBytes(_directory.File("x")));
        IdxFile file = IdxReader.Read(_directory.File("x"));
        Assert.Equal(data, file.Raw);
        Assert.Equal(IdxWriter.Sha256([2, 3, 4], data), file.Sha256);
    }

    [Fact]
    public void Write_OverAnExistingFile_ReplacesItAndLeavesNothingElse()
    {
        _directory.Write("x", [1, 2, 3]);
        IdxWriter.Write(_directory.File("x"), [2], [7, 8]);
        Assert.Equal([7, 8], IdxReader.Read(_directory.File("x")).Raw);
        Assert.Equal(["x"], _directory.Names);
    }

    [Fact]
    public void Write_DimensionsThatDoNotFit_Throws()
    {
        Assert.Throws<ArgumentException>(() => IdxWriter.Write(_directory.File("x"), [2, 3], new byte[5]));
        Assert.Throws<ArgumentException>(() => IdxWriter.Write(_directory.File("x"), [], new byte[1]));
        Assert.Throws<ArgumentException>(() => IdxWriter.Write(_directory.File("x"), [1, 1, 1, 1, 1], new byte[1]));
        Assert.Empty(_directory.Names);
    }

    [Fact]
    public void Write_IntoMissingDirectory_IsAnInputOutputErrorWithThePath()
    {
        string path = Path.Combine(_directory.Path, "none", "x");
        UserErrorException error = Assert.Throws<UserErrorException>(() => IdxWriter.Write(path, [1], [1]));
        Assert.Equal(FailureKind.InputOutput, error.Kind);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }
}
