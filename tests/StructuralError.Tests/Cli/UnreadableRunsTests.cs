using System.Diagnostics;
using System.Runtime.Versioning;
using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Processes;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>One run that cannot be read hides none of the others, in any command that looks at several.</summary>
public sealed class UnreadableRunsTests : IClassFixture<FinishedRunFixture>, IDisposable
{
    // Nobody's, on every Linux.
    private const string OtherUser = "65534";

    private readonly Session _session = new();
    private readonly FinishedRunFixture _finished;

    public UnreadableRunsTests(FinishedRunFixture finished)
    {
        _finished = finished;
        Directory.CreateDirectory(Results);
        finished.Copy(Path.Combine(Results, "good"));
        _session.Services.Engine = new FakeEngine { Loss = (step, _) => step == 2 ? double.NaN : 1 };
        Assert.Equal(ExitCodes.Failure, _session.Run("train", "--model", "b", "--dataset", "mnist", "--batch-size", "4", "--out", Path.Combine(Results, "m failed")));
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (string run in Directory.GetDirectories(Results))
            {
                File.SetUnixFileMode(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        _session.Dispose();
    }

    public static TheoryData<string, bool> Places { get; } = new(
        from name in (string[])
            ["manifest.json", "summary.json", "steps.csv", "samples.csv", "run.lock", "checkpoint", "figures", "figures/bounds.svg", "checkpoint/step-0000000009.json"]
        from isPipe in (bool[])[false, true]
        select (name, isPipe));

    [Trait("Speed", "Slow")]
    [Theory(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    [MemberData(nameof(Places))]
    public async Task Runs_PipeOrDirectoryInPlaceOfOneFile_TheOthersAreListedCleanedAndVerified(string name, bool isPipe)
    {
        // One before the others, one after them.
        foreach (string run in (string[])["a bad", "z bad"])
        {
            _finished.Copy(Path.Combine(Results, run));
            await Replace(Path.Combine(Results, run, name), isPipe);
        }

        Assert.Equal(ExitCodes.Success, _session.Run("runs", "list", Results));
        Assert.Contains(Path.Combine(Results, "good"), _session.Out, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Results, "m failed"), _session.Out, StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Failure, _session.Run("runs", "verify", Results));
        Assert.Contains($"ok   {Path.Combine(Results, "good")}", _session.Out, StringComparison.Ordinal);
        Assert.Contains($"BAD  {Path.Combine(Results, "a bad")}", _session.Out, StringComparison.Ordinal);
        Assert.Contains($"BAD  {Path.Combine(Results, "z bad")}", _session.Out, StringComparison.Ordinal);

        _session.Run("runs", "clean", Results, "--yes");
        Assert.False(Directory.Exists(Path.Combine(Results, "m failed")));
        Assert.True(File.Exists(Path.Combine(Results, "good", RunDirectory.ManifestName)));
    }

    /// <summary>A sweep of three runs, of which one cannot be looked at: it is refused, and the others are seen finished.</summary>
    [Theory(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    [InlineData("manifest.json")]
    [InlineData("summary.json")]
    [InlineData("steps.csv")]
    public async Task Sweep_OneRunThatCannotBeRead_TheOthersAreFinished(string name)
    {
        _session.Services.Engine = new FakeEngine();
        string sweep = _session.Directory.File("sweep");
        string[] command = ["sweep", "--grid", "seed=0..2", "--model", "b", "--dataset", "mnist", "--batch-size", "4", "--out", sweep, "--jobs", "1"];
        Assert.Equal(ExitCodes.Success, _session.Run(command));
        string[] runs = [.. Directory.GetDirectories(sweep).Where(path => Path.GetFileName(path) != "logs").Order(StringComparer.Ordinal)];
        Assert.Equal(3, runs.Length);
        await Replace(Path.Combine(runs[0], name), isPipe: true);
        Directory.Delete(runs[1], recursive: true);

        Assert.Equal(ExitCodes.Failure, _session.Run(command));
        Assert.Contains("3 runs: 1 finished, 1 skipped, 1 refused", _session.Out, StringComparison.Ordinal);
        Assert.Contains($"{runs[0]}: cannot be read: ", _session.Error, StringComparison.Ordinal);
        Assert.Equal(RunState.Finished, RunInspection.Of(runs[1]).State);
    }

    [Trait("Speed", "Slow")]
    [Theory(Skip = Needs.OtherUserReason, SkipUnless = nameof(Needs.OtherUser), SkipType = typeof(Needs))]
    [InlineData("")]
    [InlineData("manifest.json")]
    [InlineData("steps.csv")]
    [UnsupportedOSPlatform("windows")]
    public async Task Runs_OneThatMayNotBeRead_TheOthersAreListedAndVerified(string name)
    {
        _finished.Copy(Path.Combine(Results, "a bad"));
        string hidden = Path.Combine(Results, "a bad", name);
        File.SetUnixFileMode(hidden, UnixFileMode.None);

        (int code, string output, string error) = await RunAsOther("runs", "list", Results);
        Assert.True(code == ExitCodes.Success, error);
        Assert.Contains(Path.Combine(Results, "good"), output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Results, "a bad"), output + error, StringComparison.Ordinal);

        (code, output, error) = await RunAsOther("runs", "verify", Results);
        Assert.True(code == ExitCodes.Failure, error);
        Assert.Contains($"ok   {Path.Combine(Results, "good")}", output, StringComparison.Ordinal);
        Assert.Contains($"BAD  {Path.Combine(Results, "a bad")}", output, StringComparison.Ordinal);

        (code, output, error) = await RunAsOther("runs", "clean", Results, "--dry-run");
        Assert.True(code == ExitCodes.Success, error);
        Assert.Contains(Path.Combine(Results, "m failed"), output, StringComparison.Ordinal);
    }

    private string Results => _session.Directory.File("results");

    private static async Task Replace(string path, bool isPipe)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
            if (!isPipe)
            {
                await File.WriteAllTextAsync(path, "no directory");
                return;
            }
        }
        else
        {
            File.Delete(path);
        }

        if (isPipe)
        {
            await ChildProcess.RunAsync(new ProcessStartInfo("mkfifo", [path]));
        }
        else
        {
            Directory.CreateDirectory(path);
        }
    }

    private async Task<(int ExitCode, string Out, string Error)> RunAsOther(params string[] arguments)
    {
        ProcessStartInfo start = ChildProcess.Program(arguments);
        if (!Needs.Unprivileged)
        {
            start = new ProcessStartInfo("setpriv", ["--reuid", OtherUser, "--regid", OtherUser, "--clear-groups", start.FileName, .. start.ArgumentList]);
            start.Environment["HOME"] = _session.Directory.Path;
        }

        start.WorkingDirectory = _session.Directory.Path;
        return await ChildProcess.RunAsync(start);
    }
}
