using StructuralError.Core.Common;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Durability;
using Xunit;

namespace StructuralError.Tests.Storage;

public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_ExistingFile_IsReplacedAndNothingElseIsLeft()
    {
        string path = _directory.Write("a.json", "old and longer");
        DurableFile.Write(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Write_TargetCannotBeReplaced_ThrowsAndLeavesNoTemporaryFile()
    {
        string path = _directory.File("taken");
        Directory.CreateDirectory(path);

        Refused(path);
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Write_NoSuchDirectory_ThrowsNamingTheFileAndTheCause()
    {
        UserErrorException error = Refused(_directory.File(Path.Combine("no", "a.json")));
        Assert.IsType<DirectoryNotFoundException>(error.InnerException);
    }

    [Fact]
    public void Dispose_NotCommitted_LeavesNothing()
    {
        using (var file = new DurableFile(_directory.File("x")))
        {
            file.Write([1, 2, 3]);
            Assert.Single(Directory.GetFileSystemEntries(_directory.Path));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Sweep_DeletesOnlyOldLeftovers()
    {
        string old = _directory.Write(".x.0123.tmp", "1"), recent = _directory.Write(".y.4567.tmp", "1"), data = _directory.Write("data", "1");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(data, DateTime.UtcNow.AddDays(-2));
        DurableFile.Sweep(_directory.Path, DateTime.UtcNow);
        Assert.Equal([recent, data], Directory.GetFileSystemEntries(_directory.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_File_IsOnTheDiskBeforeItHasItsNameAndTheNameAfterwards()
    {
        var files = new FaultyFileSystem(int.MaxValue, Fault.All[0]);
        DurableFile.Write(_directory.File("a.json"), "new", files);
        string[] expected = ["create .a.json", "write .a.json", "flush .a.json", "move a.json", $"sync directory {Path.GetFileName(_directory.Path)}"];
        Assert.Equal(expected.Length, files.Operations.Count);
        Assert.All(expected.Zip(files.Operations), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    private static UserErrorException Refused(string path)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => DurableFile.Write(path, "text"));
        Assert.Equal(ExitCodes.InputOutput, error.ExitCode);
        Assert.StartsWith(path + ": cannot be written: ", error.Message, StringComparison.Ordinal);
        return error;
    }
}
