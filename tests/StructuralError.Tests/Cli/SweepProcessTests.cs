using System.Diagnostics;
using System.Globalization;
using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>Sweeps with real child processes: what signals, deaths and Ctrl-C leave behind.</summary>
[Trait("Speed", "Slow")]
public sealed class SweepProcessTests : IDisposable
{
    private const string EndlessEpochs = "100000000";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Sweep_TrainsInChildrenKeepsTheirLogsAndIsDoneTheSecondTime()
    {
        string[] command = Command("--grid", "seed=0,1", "--jobs", "2");
        (int code, string output, string error) = await Run(command);
        Assert.True(code == ExitCodes.Success, error);
        Assert.Contains("2 runs: 2 finished", output, StringComparison.Ordinal);
        string[] logs = Directory.GetFiles(_directory.File("out/logs"));
        Assert.Equal(2, logs.Length);
        Assert.All(logs, log => Assert.Matches(@"(?s)^\$ .* train .*--supervised\ndata .*test accuracy", File.ReadAllText(log)));

        (code, output, _) = await Run(command);
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("2 runs: 2 skipped", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_TwoOfOneGrid_BothEndWithSuccess()
    {
        string[] command = Command("--grid", "seed=0..3", "--jobs", "2", "--epochs", "40");
        using ChildProcess first = Start(command);
        using ChildProcess second = Start(command);
        Assert.True(await first.EndAsync() == ExitCodes.Success, await first.Error);
        Assert.True(await second.EndAsync() == ExitCodes.Success, await second.Error);
        Assert.Equal(4, Runs().Count(run => RunInspection.Of(run).State == RunState.Finished));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Sweep_Interrupted_EndsItsChildrenWhichKeepTheirRows()
    {
        using ChildProcess sweep = Start(Command("--grid", "seed=0..3", "--jobs", "2", "--epochs", EndlessEpochs));
        int[] children = await ChildrenWithRows(sweep);

        await sweep.SendAsync("INT");

        Assert.True(await sweep.EndAsync() == ExitCodes.Interrupted, await sweep.Error);
        Assert.Contains("2 stopped, 2 not_started", await sweep.Out, StringComparison.Ordinal);
        Assert.All(children, child => Assert.False(ChildProcess.IsAlive(child)));
        Assert.All(Runs(), run => Assert.Equal(RunOutcome.Interrupted, RunInspection.Of(run).Manifest!.Outcome));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Sweep_ChildKilled_CountsAsFailedAndTheNextOneStarts()
    {
        using ChildProcess sweep = Start(Command("--grid", "seed=0,1", "--jobs", "1", "--epochs", EndlessEpochs, "--max-failures", "1"));
        int[] children = await ChildrenWithRows(sweep, jobs: 1);

        await ChildProcess.SendAsync(children[0], "KILL");

        Assert.True(await sweep.EndAsync() == ExitCodes.Failure, await sweep.Error);
        Assert.Contains("killed by signal 9", await sweep.Out, StringComparison.Ordinal);
        Assert.Contains("1 failed, 1 not_started", await sweep.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Sweep_Killed_LeavesNoChildBehind()
    {
        using ChildProcess sweep = Start(Command("--grid", "seed=0,1", "--jobs", "2", "--epochs", EndlessEpochs));
        int[] children = await ChildrenWithRows(sweep);

        sweep.Kill();

        await Patience.UntilAsync(() => !children.Any(ChildProcess.IsAlive), "the end of the children");
        await sweep.EndAsync();
        Assert.All(Runs(), run => Assert.Equal(RunOutcome.Interrupted, RunInspection.Of(run).Manifest!.Outcome));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Train_Supervised_LeavesCtrlCToItsStarterAndEndsWithItsInput()
    {
        string run = _directory.File("out/one");
        using ChildProcess train = Start(["train", "--model", "a", "--set", "width=8", "--dataset", Data(), "--epochs", EndlessEpochs, "--out", run, "--supervised", "--progress", "json"]);
        await Patience.UntilAsync(() => train.HasExited || HasRows(run), "rows");

        await train.SendAsync("INT");
        long before = RowBytes(run);
        await Patience.UntilAsync(() => train.HasExited || RowBytes(run) > before + 100_000, "rows after the signal");
        Assert.False(train.HasExited);

        train.CloseInput();
        Assert.NotEqual(ExitCodes.Success, await train.EndAsync());
        Assert.Equal(RunOutcome.Interrupted, RunInspection.Of(run).Manifest!.Outcome);
        Assert.Contains("""{"event":"progress","step":""", await train.Error, StringComparison.Ordinal);
    }

    private string[] Command(params string[] more) =>
        ["sweep", "--model", "a", "--set", "width=8", "--dataset", Data(), "--out", _directory.File("out"), .. more];

    /// <summary>The sweep's children, once each has written rows.</summary>
    private async Task<int[]> ChildrenWithRows(ChildProcess sweep, int jobs = 2)
    {
        await Patience.UntilAsync(() => sweep.HasExited || Runs().Count(HasRows) >= jobs, "rows of every child");
        Assert.False(sweep.HasExited);
        int[] children = [.. Runs().Select(run => File.ReadAllText(Path.Combine(run, RunLock.HolderFileName)))
            .Select(holder => int.Parse(holder.Split(' ')[1], CultureInfo.InvariantCulture))];
        Assert.Equal(jobs, children.Length);
        return children;
    }

    private string[] Runs() => Directory.Exists(_directory.File("out"))
        ? [.. Directory.GetDirectories(_directory.File("out")).Where(path => Path.GetFileName(path) != "logs")]
        : [];

    private static bool HasRows(string run) => RowBytes(run) > 2000;

    private static long RowBytes(string run) => new FileInfo(Path.Combine(run, RunDirectory.StepsName)) is { Exists: true } steps ? steps.Length : 0;

    private Task<(int ExitCode, string Out, string Error)> Run(string[] args) => ChildProcess.RunAsync(Program(args));

    private ChildProcess Start(string[] args) => ChildProcess.Start(Program(args));

    /// <summary>With an input of its own: a supervised run ends with it.</summary>
    private ProcessStartInfo Program(string[] args)
    {
        ProcessStartInfo start = ChildProcess.Program(args);
        (start.WorkingDirectory, start.RedirectStandardInput) = (_directory.Path, true);
        return start;
    }

    private string Data() => TinyImages.Write(_directory.File("tiny data"));
}
