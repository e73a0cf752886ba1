using System.Diagnostics;
using System.Globalization;
using StructuralError.Running;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>Sweeps with real child processes: what signals, deaths and Ctrl-C leave behind.</summary>
public sealed class SweepProcessTests : IDisposable
{
    private const string EndlessEpochs = "100000000";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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

    [UnixFact]
    public async Task Sweep_Interrupted_EndsItsChildrenWhichKeepTheirRows()
    {
        using Process sweep = Start(Command("--grid", "seed=0..3", "--jobs", "2", "--epochs", EndlessEpochs));
        Task<string> output = sweep.StandardOutput.ReadToEndAsync(), error = sweep.StandardError.ReadToEndAsync();
        int[] children = await ChildrenWithRows(sweep);

        await Signal("-INT", sweep.Id);
        await sweep.WaitForExitAsync();

        Assert.True(sweep.ExitCode == ExitCodes.Interrupted, await error);
        Assert.Contains("2 stopped, 2 not_started", await output, StringComparison.Ordinal);
        Assert.All(children, child => Assert.False(IsAlive(child)));
        Assert.All(Runs(), run => Assert.Equal(RunOutcome.Interrupted, RunInspection.Of(run).Manifest!.Outcome));
    }

    [UnixFact]
    public async Task Sweep_ChildKilled_CountsAsFailedAndTheNextOneStarts()
    {
        using Process sweep = Start(Command("--grid", "seed=0,1", "--jobs", "1", "--epochs", EndlessEpochs, "--max-failures", "1"));
        Task<string> output = sweep.StandardOutput.ReadToEndAsync(), error = sweep.StandardError.ReadToEndAsync();
        int[] children = await ChildrenWithRows(sweep, jobs: 1);

        await Signal("-KILL", children[0]);
        await sweep.WaitForExitAsync();

        Assert.True(sweep.ExitCode == ExitCodes.Failure, await error);
        Assert.Contains("killed by signal 9", await output, StringComparison.Ordinal);
        Assert.Contains("1 failed, 1 not_started", await output, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Sweep_Killed_LeavesNoChildBehind()
    {
        using Process sweep = Start(Command("--grid", "seed=0,1", "--jobs", "2", "--epochs", EndlessEpochs));
        int[] children = await ChildrenWithRows(sweep);

        sweep.Kill();
        await sweep.WaitForExitAsync();

        var waited = Stopwatch.StartNew();
        while (children.Any(IsAlive) && waited.Elapsed < Patience)
        {
            await Task.Delay(20);
        }

        Assert.All(children, child => Assert.False(IsAlive(child)));
        Assert.All(Runs(), run => Assert.Equal(RunOutcome.Interrupted, RunInspection.Of(run).Manifest!.Outcome));
    }

    [UnixFact]
    public async Task Train_Supervised_LeavesCtrlCToItsStarterAndEndsWithItsInput()
    {
        string run = _directory.File("out/one");
        using Process train = Start(["train", "--model", "a", "--set", "width=8", "--dataset", Data(), "--epochs", EndlessEpochs, "--out", run, "--supervised", "--progress", "json"]);
        Task<string> error = train.StandardError.ReadToEndAsync();
        await Until(() => HasRows(run));

        await Signal("-INT", train.Id);
        await Task.Delay(200);
        Assert.False(train.HasExited);

        train.StandardInput.Close();
        await train.WaitForExitAsync();
        Assert.NotEqual(ExitCodes.Success, train.ExitCode);
        Assert.Equal(RunOutcome.Interrupted, RunInspection.Of(run).Manifest!.Outcome);
        Assert.Contains("""{"event":"progress","step":""", await error, StringComparison.Ordinal);
    }

    private string[] Command(params string[] more) =>
        ["sweep", "--model", "a", "--set", "width=8", "--dataset", Data(), "--out", _directory.File("out"), .. more];

    /// <summary>The sweep's children, once each has written rows.</summary>
    private async Task<int[]> ChildrenWithRows(Process sweep, int jobs = 2)
    {
        await Until(() => !sweep.HasExited && Runs().Count(HasRows) >= jobs);
        int[] children = [.. Runs().Select(run => File.ReadAllText(Path.Combine(run, RunLock.HolderFileName)))
            .Select(holder => int.Parse(holder.Split(' ')[1], CultureInfo.InvariantCulture))];
        Assert.Equal(jobs, children.Length);
        return children;
    }

    private string[] Runs() => Directory.Exists(_directory.File("out"))
        ? [.. Directory.GetDirectories(_directory.File("out")).Where(path => Path.GetFileName(path) != "logs")]
        : [];

    private static bool HasRows(string run) => File.Exists(Path.Combine(run, RunDirectory.StepsName)) && new FileInfo(Path.Combine(run, RunDirectory.StepsName)).Length > 2000;

    private static async Task Until(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience, "nothing happened within a minute");
            await Task.Delay(20);
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task Signal(string name, int id)
    {
        using Process kill = Process.Start("kill", [name, id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<(int ExitCode, string Out, string Error)> Run(string[] args)
    {
        using Process process = Start(args);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private Process Start(string[] args) => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(StructuralError.Cli.CliApplication).Assembly.Location, .. args])
    {
        WorkingDirectory = _directory.Path,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private string Data() => TinyImages.Write(_directory.File("tiny data"));

    /// <summary>A test that sends a signal; Windows has none that reaches one process of a console alone.</summary>
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "needs POSIX signals" : null;
    }
}
