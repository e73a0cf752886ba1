using System.Diagnostics;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_NewFile_IsThereWithItsDirectory()
    {
        string path = _directory.File("deep/er/out");
        Assert.True(Write(path));
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_ExistingFile_NeedsForceUnlessTheCommandMadeIt()
    {
        string path = _directory.Write("out", "thesis");
        Assert.Contains("exists already; give another --out, or --force", Refused(path).Message, StringComparison.Ordinal);
        Assert.Contains("exists already", Refused(path, isOwn: _ => false).Message, StringComparison.Ordinal);
        Assert.Equal("thesis", File.ReadAllText(path));
        Assert.True(Write(path, isOwn: _ => true));
        File.WriteAllText(path, "thesis");
        Assert.True(Write(path, force: true));
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("steps.csv")]
    [InlineData("manifest.json")]
    [InlineData("samples.csv")]
    [InlineData("run.lock")]
    [InlineData("source.diff")]
    [InlineData("figures/bounds.svg")]
    [InlineData("checkpoint/step-0000000010.safetensors")]
    public void Write_FileOfARun_RefusedAlsoByForceAndWhereItIsMissing(string name)
    {
        string run = _directory.File("run");
        _directory.Write("run/manifest.json", "{}");
        Assert.Contains("is a file of the run", Refused(Path.Combine(run, name), force: true).Message, StringComparison.Ordinal);
        Assert.Equal(["manifest.json"], Directory.EnumerateFiles(run).Select(path => Path.GetFileName(path)));
        Assert.True(Write(Path.Combine(run, "report.html")));
        Assert.True(Write(_directory.File(Path.Combine("elsewhere", name))));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Write_NoName_IsWrongUsage(string path) => Assert.Equal(FailureKind.Usage, Assert.Throws<UserErrorException>(() => Write(path)).Kind);

    [Fact]
    public void Write_Directory_Refused() => Assert.Contains("is a directory", Refused(_directory.Path, force: true).Message, StringComparison.Ordinal);

    [Theory(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    [InlineData("target")]
    [InlineData("missing")]
    public void Write_Link_RefusedAndNotFollowed(string target)
    {
        _directory.Write("target", "precious");
        string link = _directory.File("link");
        File.CreateSymbolicLink(link, _directory.File(target));
        Assert.Contains("is a link", Refused(link, force: true).Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(_directory.File("target")));
        Assert.Equal(["link", "target"], _directory.Names);
    }

    [Fact(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    public void Write_Device_IsWrittenThroughAndStays()
    {
        Assert.False(Write("/dev/null"));
        Assert.True(RegularFile.IsSpecial("/dev/null"));
        string link = _directory.File("null");
        File.CreateSymbolicLink(link, "/dev/null");
        Assert.False(Write(link));
        Assert.Equal("/dev/null", new FileInfo(link).LinkTarget);
    }

    [Fact(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    public async Task Write_Pipe_GivesItsReaderEverything()
    {
        string pipe = _directory.File("pipe");
        await ChildProcess.RunAsync(new ProcessStartInfo("mkfifo", [pipe]));
        Assert.Contains("nobody reads this pipe", Assert.Throws<UserErrorException>(() => Write(pipe)).Message, StringComparison.Ordinal);

        byte[] content = [.. Enumerable.Range(0, 1 << 20).Select(n => (byte)(n % 251))];
        Task<byte[]> read = Task.Run(() => File.ReadAllBytesAsync(pipe));
        await Patience.UntilAsync(() => TryWrite(pipe, content), "a reader");
        Assert.Equal(content, await read.WaitAsync(Patience.Limit));
        Assert.True(RegularFile.IsSpecial(pipe));
    }

    [Fact]
    public void Write_LeftoversOfTheSameFile_AreRemoved()
    {
        string other = TemporaryName.Of("other");
        foreach (string path in (string[])[_directory.Write(TemporaryName.Of("out"), "left over"), _directory.Write(other, "another's")])
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        }

        Write(_directory.File("out"));
        Assert.Equal([other, "out"], _directory.Names);
    }

    private static bool TryWrite(string path, byte[] content)
    {
        try
        {
            return !OutputFile.Write(path, content, force: false);
        }
        catch (UserErrorException)
        {
            return false;
        }
    }

    private static bool Write(string path, bool force = false, Func<string, bool>? isOwn = null) => OutputFile.Write(path, "new"u8, force, isOwn);

    private static UserErrorException Refused(string path, bool force = false, Func<string, bool>? isOwn = null)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Write(path, force, isOwn));
        Assert.Equal(FailureKind.CannotCreate, error.Kind);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        return error;
    }
}
