using System.Diagnostics;
using System.Runtime.Versioning;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Durability;
using StructuralError.Tests.Processes;
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
    public void Write_File_IsOnTheDiskBeforeItHasItsNameAndTheNameAfterwards()
    {
        var files = new FaultyFileSystem(int.MaxValue, Fault.All[0]);
        DurableFile.Write(_directory.File("a.json"), "new", files);
        string[] expected = ["create .a.json", "write .a.json", "flush .a.json", "close .a.json", "move a.json", $"sync directory {Path.GetFileName(_directory.Path)}"];
        Assert.Equal(expected.Length, files.Operations.Count);
        Assert.All(expected.Zip(files.Operations), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    [UnsupportedOSPlatform("windows")]
    public void Write_ExistingFile_KeepsItsRights()
    {
        string path = _directory.Write("a.json", "old");
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(path, Private);
        DurableFile.Write(path, "new");
        Assert.Equal((Private, "new"), (File.GetUnixFileMode(path), File.ReadAllText(path)));

        const UnixFileMode Open = Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        File.SetUnixFileMode(path, Open);
        DurableFile.Write(path, "newer");
        Assert.Equal(Open, File.GetUnixFileMode(path));
    }

    [Theory(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    [InlineData("link", "is a link, which is neither followed nor replaced")]
    [InlineData("dangling", "is a link, which is neither followed nor replaced")]
    [InlineData("pipe", "is no regular file")]
    public async Task Write_WhatIsNoFile_RefusedAndLeftAsItIs(string what, string message)
    {
        string target = _directory.Write("target", "precious"), path = _directory.File("a.json");
        if (what == "pipe")
        {
            await ChildProcess.RunAsync(new ProcessStartInfo("mkfifo", [path]));
        }
        else
        {
            File.CreateSymbolicLink(path, what == "link" ? target : _directory.File("missing"));
        }

        string[] before = _directory.Names;
        Assert.Contains(message, Refused(path).Message, StringComparison.Ordinal);
        Assert.Equal(before, _directory.Names);
        Assert.Equal("precious", File.ReadAllText(target));
    }

    private static UserErrorException Refused(string path)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => DurableFile.Write(path, "text"));
        Assert.Equal(FailureKind.InputOutput, error.Kind);
        Assert.StartsWith(path + ": cannot be written: ", error.Message, StringComparison.Ordinal);
        return error;
    }
}
