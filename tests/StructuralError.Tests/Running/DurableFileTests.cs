using StructuralError.Running;
using Xunit;

namespace StructuralError.Tests.Running;

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

        Assert.ThrowsAny<Exception>(() => DurableFile.Write(path, "text"));
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Write_NoSuchDirectory_Throws() =>
        Assert.Throws<DirectoryNotFoundException>(() => DurableFile.Write(_directory.File(Path.Combine("no", "a.json")), "text"));
}
