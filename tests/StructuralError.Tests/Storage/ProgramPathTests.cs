using System.Diagnostics;
using System.Runtime.Versioning;
using StructuralError.Cli.Common;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Data;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Storage;

[Trait("Speed", "Slow")]
[UnsupportedOSPlatform("windows")]
public sealed class ProgramPathTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    public void Find_Directories_AbsoluteOnesInTheirOrder()
    {
        string first = Program("one/tool"), second = Program("two/tool"), text = _directory.Write("none/tool", "text");
        string[] path = ["", ".", Path.GetRelativePath(Environment.CurrentDirectory, Path.GetDirectoryName(second)!), Path.GetDirectoryName(text)!];
        Assert.Null(ProgramPath.Find("tool", string.Join(Path.PathSeparator, path)));
        Assert.Equal(first, ProgramPath.Find("tool", string.Join(Path.PathSeparator, [.. path, Path.GetDirectoryName(first)!, Path.GetDirectoryName(second)!])));
        Assert.Null(ProgramPath.Find("tool", null));
        Assert.Null(ProgramPath.Find("another", _directory.File("one")));
    }

    /// <summary>Results that were downloaded may bring a file of any name.</summary>
    [Theory(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    [InlineData("train", "--dataset", "data", "--model", "a", "--width", "4", "--k", "0", "--steps", "1", "--quiet", "--out", "run")]
    [InlineData("sweep", "--grid", "k=0", "--dataset", "data", "--model", "a", "--width", "4", "--steps", "1", "--quiet", "--out", "runs")]
    public async Task Program_FilesOfOtherProgramsNamesInTheCurrentDirectory_AreNotRun(params string[] command)
    {
        TinyDataset.Write(_directory.File("data"));
        foreach (string name in (string[])["git", "StructuralError"])
        {
            Program(name);
        }

        ProcessStartInfo start = ChildProcess.Program(command);
        start.WorkingDirectory = _directory.Path;
        start.Environment["PATH"] = $".{Path.PathSeparator}{Path.PathSeparator}{start.Environment["PATH"]}";
        (int exitCode, _, string error) = await ChildProcess.RunAsync(start);
        Assert.True(exitCode == ExitCodes.Success, error);
        Assert.False(File.Exists(_directory.File("run-by-mistake")), error);
    }

    private string Program(string name)
    {
        string path = _directory.Write(name, $"#!/bin/sh\necho \"$0\" >> '{_directory.File("run-by-mistake").Replace("'", "'\\''", StringComparison.Ordinal)}'\n");
        File.SetUnixFileMode(path, Executable);
        return path;
    }
}
