using System.Diagnostics;
using System.Text;
using System.Text.Json;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Running;

/// <summary>What git says about a clone, on repositories made for the test.</summary>
public sealed class SourceVersionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact(Skip = Needs.GitReason, SkipUnless = nameof(Needs.Git), SkipType = typeof(Needs))]
    public async Task Find_CleanClone_HasACommitAndNoDiff()
    {
        string commit = MakeRepository();
        SourceVersion version = await FindAsync(Directory.CreateDirectory(_directory.File("bin/release")).FullName);
        Assert.Equal((commit, (bool?)false, null), (version.Commit, version.Dirty, version.Diff));
    }

    [Fact(Skip = Needs.GitReason, SkipUnless = nameof(Needs.Git), SkipType = typeof(Needs))]
    public async Task Find_ChangedFile_KeepsADiffThatGivesTheSourcesAgain()
    {
        MakeRepository();
        byte[] changed = Encoding.UTF8.GetBytes("eins\nzwei\u00e4\0\n");
        _directory.Write("code.cs", "class Changed { }\n");
        await File.WriteAllBytesAsync(_directory.File("data.bin"), changed);
        Git("config", "diff.noprefix", "true");
        Git("config", "color.ui", "always");

        SourceVersion version = await FindAsync(_directory.Path);

        Assert.True(version.Dirty);
        Assert.True(version.Diff!.IsWhole);
        Assert.Null(version.Untracked);
        Git("checkout", "--", ".");
        SourceDiff.Keep(version.Diff, _directory.Path);
        Git("apply", SourceDiff.FileName);
        Assert.Equal("class Changed { }\n", await File.ReadAllTextAsync(_directory.File("code.cs")));
        Assert.Equal(changed, await File.ReadAllBytesAsync(_directory.File("data.bin")));
    }

    [Fact(Skip = Needs.GitReason, SkipUnless = nameof(Needs.Git), SkipType = typeof(Needs))]
    public async Task Find_NewFile_IsNamedThoughNoDiffHasIt()
    {
        MakeRepository();
        _directory.Write("new.cs", "class New { }\n");
        _directory.Write("more/new.cs", "class More { }\n");
        SourceVersion version = await FindAsync(_directory.Path);
        Assert.Equal("more/ new.cs", string.Join(" ", version.Untracked!));
        using JsonDocument document = JsonDocument.Parse((Manifests.Of() with { Source = version }).ToJson());
        Assert.Equal("new.cs", document.RootElement.GetProperty("source").GetProperty("untracked")[1].GetString());
    }

    [Fact(Skip = Needs.GitReason, SkipUnless = nameof(Needs.Git), SkipType = typeof(Needs))]
    public async Task Find_HugeChange_KeepsTheBeginningAndSaysSo()
    {
        MakeRepository();
        _directory.Write("code.cs", string.Concat(Enumerable.Range(0, 400_000).Select(n => FormattableString.Invariant($"line {n}\n"))));

        SourceDiff diff = (await FindAsync(_directory.Path)).Diff!;

        Assert.False(diff.IsWhole);
        Assert.InRange(diff.Content.Length, SourceDiff.MaximumBytes / 2, SourceDiff.MaximumBytes + 200);
        string[] lines = Encoding.UTF8.GetString(diff.Content).Split('\n');
        Assert.StartsWith("# cut here: the difference from the commit has more than 1048576 bytes", lines[^2], StringComparison.Ordinal);
        Assert.Matches("^\\+line [0-9]+$", lines[^3]);
    }

    [Fact(Skip = Needs.GitReason, SkipUnless = nameof(Needs.Git), SkipType = typeof(Needs))]
    public async Task Find_NoCommitYet_IsNotAnError()
    {
        Git("init", "--quiet");
        _directory.Write("StructuralError.sln", string.Empty);
        Assert.Null((await FindAsync(_directory.Path)).Diff);
    }

    [Fact]
    public async Task Find_NoRepository_IsUnknown()
    {
        _directory.Write("StructuralError.sln", string.Empty);
        Assert.Equal(new SourceVersion(SourceVersion.ProgramVersion, null, null), await FindAsync(_directory.Path));
        Assert.Equal(new SourceVersion(SourceVersion.ProgramVersion, null, null), await FindAsync(Path.GetTempPath()));
    }

    [Fact]
    public void Keep_NoDiff_RemovesAnEarlierRuns()
    {
        var diff = new SourceDiff("diff --git a/x b/x\n"u8.ToArray(), true);
        SourceDiff.Keep(diff, _directory.Path);
        Assert.Equal(diff.Content, File.ReadAllBytes(_directory.File(SourceDiff.FileName)));
        SourceDiff.Keep(null, _directory.Path);
        Assert.False(File.Exists(_directory.File(SourceDiff.FileName)));
    }

    [Fact]
    public void Write_Diff_NamesFileHashAndLength()
    {
        var version = new SourceVersion("1", "abc", true) { Diff = new SourceDiff("abc"u8.ToArray(), true) };
        using JsonDocument document = JsonDocument.Parse((Manifests.Of() with { Source = version }).ToJson());
        Assert.Equal(
            """{"version":"1","commit":"abc","dirty":true,"diff":{"file":"source.diff","sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","bytes":3,"whole":true}}""",
            JsonSerializer.Serialize(document.RootElement.GetProperty("source")));
    }

    /// <summary>A clone with one commit.</summary>
    private string MakeRepository()
    {
        Git("init", "--quiet");
        _directory.Write("StructuralError.sln", string.Empty);
        _directory.Write("code.cs", "class Original { }\n");
        _directory.Write("data.bin", "one\0two\n");
        Git("add", ".");
        Git("-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "--quiet", "--no-gpg-sign", "-m", "one");
        return Git("rev-parse", "HEAD").Trim();
    }

    private string Git(params string[] arguments)
    {
        using ChildProcess git = ChildProcess.Start(new ProcessStartInfo("git", ["-C", _directory.Path, .. arguments]));
        Assert.True(git.EndsWithin(Patience.Limit) && git.ExitCode == 0, string.Join(' ', arguments));
        return git.Out.GetAwaiter().GetResult();
    }

    /// <summary>Two seconds, a run's patience with git, may not be enough on a busy machine.</summary>
    private static Task<SourceVersion> FindAsync(string directory) => SourceSearch.FindAsync(directory, Patience.Limit);
}
