using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class RowFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Marks_AnyNumberOfFiles_LengthAndHashOfEachInTheOrderOfNames()
    {
        using RowFiles rows = Open();
        rows.Open("steps.csv").Write("a\nb\n"u8);
        rows.Open("layers.csv");
        Assert.Equal([new FileMark("layers.csv", 0, Sha256(string.Empty)), new FileMark("steps.csv", 4, Sha256("a\nb\n"))], rows.Marks().AsEnumerable());
        Assert.Equal("a\nb\n", File.ReadAllText(_directory.File("steps.csv")));
    }

    [Fact]
    public void Open_WithAMark_CutsToItAndGoesOn()
    {
        _directory.Write("steps.csv", "header\nrow 0\nrow 1\nrow");
        using (RowFiles rows = Open(new FileMark("steps.csv", 13, Sha256("header\nrow 0\n"))))
        {
            RowFile steps = rows.Open("steps.csv");
            Assert.Equal(13, steps.Length);
            steps.Write("new\n"u8);
            rows.FlushToDisk();
            Assert.Equal(new FileMark("steps.csv", 17, Sha256("header\nrow 0\nnew\n")), Assert.Single(rows.Marks()));
        }

        Assert.Equal("header\nrow 0\nnew\n", File.ReadAllText(_directory.File("steps.csv")));
    }

    [Fact]
    public void Open_WithoutAMark_StartsAnew()
    {
        _directory.Write("steps.csv", "old");
        using RowFiles rows = Open();
        Assert.Equal(0, rows.Open("steps.csv").Length);
        Assert.Equal(string.Empty, File.ReadAllText(_directory.File("steps.csv")));
        Assert.Throws<ArgumentException>(() => rows.Open("steps.csv"));
    }

    [Fact]
    public void Write_AllocatesNothing()
    {
        using RowFiles rows = Open();
        RowFile steps = rows.Open("steps.csv");
        byte[] row = new byte[300];
        steps.Write(row);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            steps.Write(row);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [Theory(Skip = Needs.LinuxReason, SkipUnless = nameof(Needs.Linux), SkipType = typeof(Needs))]
    [InlineData("removed", "moved, removed or replaced")]
    [InlineData("replaced", "moved, removed or replaced")]
    [InlineData("cut", "it has 2 bytes, of which this run wrote 7")]
    public void Complete_FileChangedByOthersMeanwhile_Refused(string how, string message)
    {
        using RowFiles rows = Open();
        rows.Open("steps.csv").Write("header\n"u8);
        string path = _directory.File("steps.csv");
        switch (how)
        {
            case "cut":
                using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                {
                    file.SetLength(2);
                }

                break;
            case "replaced":
                File.Move(_directory.Write("other", "header\n"), path, overwrite: true);
                break;
            default:
                File.Delete(path);
                break;
        }

        UserErrorException error = Assert.Throws<UserErrorException>(rows.Complete);
        Assert.Equal(FailureKind.InputOutput, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A run directory that came from elsewhere may have a link in the place of its rows: what it leads to is somebody's.</summary>
    [Theory(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    [InlineData("link", "is a link, which is neither followed nor replaced")]
    [InlineData("hard link", "is one of 2 names (hard links) of a file")]
    [InlineData("pipe", "is not a regular file")]
    public async Task Open_WithAMarkOnWhatIsNoFileOfItsOwn_RefusedAndNothingIsChanged(string what, string message)
    {
        Assert.SkipWhen(what == "hard link" && !OperatingSystem.IsLinux(), Needs.LinuxReason);
        string target = _directory.Write("thesis.txt", "precious"), path = _directory.File("steps.csv");
        switch (what)
        {
            case "link":
                File.CreateSymbolicLink(path, target);
                break;
            case "hard link":
                await ChildProcess.RunAsync(new ProcessStartInfo("ln", [target, path]));
                break;
            default:
                await ChildProcess.RunAsync(new ProcessStartInfo("mkfifo", [path]));
                break;
        }

        using RowFiles rows = Open(new FileMark("steps.csv", 0, Sha256(string.Empty)));
        Assert.Contains(message, Assert.Throws<UserErrorException>(() => rows.Open("steps.csv")).Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(target));
    }

    [Fact(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    public void Open_NewOverALink_ReplacesTheLinkAndLeavesWhatItLeadsTo()
    {
        string target = _directory.Write("thesis.txt", "precious"), path = _directory.File("steps.csv");
        File.CreateSymbolicLink(path, target);
        using RowFiles rows = Open();
        rows.Open("steps.csv").Write("header\n"u8);
        rows.Complete();
        Assert.Equal(("precious", "header\n"), (File.ReadAllText(target), File.ReadAllText(path)));
        Assert.Null(new FileInfo(path).LinkTarget);
    }

    private RowFiles Open(params FileMark[] marks) => new(_directory.Path, marks, DiskFileSystem.Instance);
}
