using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using StructuralError.Cli.Common;
using StructuralError.Experiments.Clusters;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Clusters;

/// <summary>Sweeps on a scheduler that only takes notes; its tasks are started as a node would start them.</summary>
[Trait("Speed", "Slow")]
[UnsupportedOSPlatform("windows")]
public sealed class SweepOnClusterTests : IDisposable
{
    private const string EndlessEpochs = "100000000";

    private readonly ClusterBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Submit_TasksRun_EveryRunHasTheBytesOfALocalSweepAndASecondSubmissionSubmitsNothing()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0..3", "--chunk", "2"));
        Assert.Contains("submitted    4 runs in 2 tasks, as job 1 (2 tasks)", _bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0..3", "--chunk", "2"));
        Assert.Contains("submitted    nothing: 4 runs: 4 waiting", _bench.Out, StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Success, await _bench.Scheduler.RunAsync(1, 0));
        Assert.Equal(ExitCodes.Success, await _bench.Scheduler.RunAsync(1, 1));
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0..3", "--chunk", "2"));
        Assert.Contains("submitted    nothing: 4 runs: 4 finished", _bench.Out, StringComparison.Ordinal);
        Assert.Single(_bench.Scheduler.Scripts);

        Assert.Equal(ExitCodes.Success, _bench.Run([.. _bench.Command("seed=0..3"), "--out", _bench.File("here")]));
        foreach (string run in _bench.Runs())
        {
            Assert.Equal(Bytes(run), Bytes(Path.Combine(_bench.File("here"), Path.GetFileName(run))));
        }
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Submit_AHalfFinishedSweep_OnlyTheMissingRunsAndInBlocksBelowTheLimit()
    {
        Assert.Equal(ExitCodes.Success, _bench.Run([.. _bench.Command("seed=0,1"), "--out", _bench.Sweep]));
        _bench.Scheduler.Configure(maxArraySize: 3, requeueExit: "75");
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0..6", "--chunk", "1", "--max-running", "3"));
        Assert.Contains("submitted    5 runs in 5 tasks, as job 1 (2 tasks), 2 (2 tasks), 3 (1 task)", _bench.Out, StringComparison.Ordinal);
        Assert.Contains("before       7 runs: 2 finished, 5 missing", _bench.Out, StringComparison.Ordinal);
        Assert.Equal(["0-1%1", "0-1%1", "0-0"], _bench.Scheduler.Scripts.Select(script => Regex.Match(script, "--array=(.*)").Groups[1].Value));

        Assert.Equal(ExitCodes.Success, await _bench.Scheduler.RunAsync(3, 0));
        Assert.Equal(RunState.Finished, RunInspection.Of(_bench.Runs()[^1]).State);
        Assert.Equal(3, _bench.Runs().Count(run => RunInspection.Of(run).State == RunState.Finished));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Task_Signalled_KeepsACheckpointEndsWithSeventyFiveAndGoesOn()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0", "--chunk", "1", "--epochs", EndlessEpochs));
        using (ChildProcess task = _bench.Scheduler.Start(1, 0, staysInQueue: true))
        {
            await Patience.UntilAsync(() => task.HasExited || _bench.Runs().Any(HasRows), "rows");
            Assert.Equal(ExitCodes.Success, _bench.Status());
            Assert.Matches(@"running +.*: process \d+ on ", _bench.Out);
            await task.SendAsync("USR1");
            Assert.True(await task.EndAsync() == ExitCodes.Requeue, await task.Error);
        }

        Assert.Equal(RunState.Interrupted, RunInspection.Of(_bench.Runs()[0]).State);
        Assert.Equal(string.Empty, _bench.Scheduler.Asked("requeued"));
        long before = new FileInfo(Path.Combine(_bench.Runs()[0], RunDirectory.StepsName)).Length;
        using ChildProcess again = _bench.Scheduler.Start(1, 0, restarts: 1, staysInQueue: true);
        await Patience.UntilAsync(() => again.HasExited || new FileInfo(Path.Combine(_bench.Runs()[0], RunDirectory.StepsName)).Length > before, "more rows");
        Assert.False(again.HasExited, "the task that was started again has ended");
        Assert.Equal(1, TaskRecord.Find(Path.Combine(_bench.Sweep, "cluster", "task-001-0.json"))!.Restarts);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Task_WhereNoExitCodeRequeues_AsksForIt()
    {
        _bench.Scheduler.Configure(maxArraySize: 1001, requeueExit: "(null)");
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0", "--chunk", "1", "--epochs", EndlessEpochs));
        _bench.Scheduler.Queue = "1|0|RUNNING|None|structural-error-0\n";
        using ChildProcess task = _bench.Scheduler.Start(1, 0, staysInQueue: true);
        await Patience.UntilAsync(() => task.HasExited || _bench.Runs().Any(HasRows), "rows");
        await task.SendAsync("USR1");
        await Patience.UntilAsync(() => task.HasExited || _bench.Scheduler.Asked("requeued") == "1_0", "the request");

        // As the scheduler ends it.
        await task.SendAsync("TERM");
        Assert.NotEqual(ExitCodes.Success, await task.EndAsync());
        Assert.Equal("1_0", _bench.Scheduler.Asked("requeued"));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Task_StartedTooOften_EndsWithOneAndSaysSo()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0", "--chunk", "1", "--epochs", EndlessEpochs));
        using ChildProcess task = _bench.Scheduler.Start(1, 0, restarts: 1000);

        // Whatever would end it this time: it does not begin.
        Assert.Equal(ExitCodes.Failure, await task.EndAsync());
        Assert.Empty(_bench.Runs());
        Assert.Contains("was started 1001 times", await task.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.Contains("was started 1001 times", _bench.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Task_Killed_IsMissingAndResumeSubmitsIt()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0", "--chunk", "1", "--epochs", EndlessEpochs, "--time", "10", "--partition", "long"));
        using (ChildProcess task = _bench.Scheduler.Start(1, 0))
        {
            await Patience.UntilAsync(() => task.HasExited || _bench.Runs().Any(HasRows), "rows");
            await task.SendAsync("KILL");
            await task.EndAsync();
        }

        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.Contains("its task 1_0 on node7 was killed, or the node failed", _bench.Out, StringComparison.Ordinal);
        Assert.Contains("1 run: 1 missing", _bench.Out, StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "resume", _bench.Sweep, "--time", "20"));
        Assert.Contains("submitted    1 run in 1 task, as job 2 (1 task)", _bench.Out, StringComparison.Ordinal);
        Assert.Contains("--time=20", _bench.Scheduler.Scripts[1], StringComparison.Ordinal);
        Assert.Contains("--partition=long", _bench.Scheduler.Scripts[1], StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.Contains("1 run: 1 waiting", _bench.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Status_ARunFailed_ItsExitCodeAndLastLines()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("lr=0.01,1e30", "--chunk", "2", "--epochs", "20"));
        Assert.Equal(ExitCodes.Failure, await _bench.Scheduler.RunAsync(1, 0));
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "status", _bench.Sweep, "--json"));
        using JsonDocument document = JsonDocument.Parse(_bench.Out);
        JsonElement failed = document.RootElement.GetProperty("runs")[1];
        Assert.Equal(("failed", ExitCodes.Failure), (failed.GetProperty("state").GetString(), failed.GetProperty("exit_code").GetInt32()));
        Assert.Contains("error: ", failed.GetProperty("last_lines").EnumerateArray().Last().GetString(), StringComparison.Ordinal);
        Assert.Equal("finished", document.RootElement.GetProperty("runs")[0].GetProperty("state").GetString());
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Submit_RefusedAtOnce_NothingIsLeftAndExitSixtyNine()
    {
        _bench.Scheduler.RefuseAfter(0);
        Assert.Equal(ExitCodes.Unavailable, _bench.Submit("seed=0,1", "--chunk", "1", "--partition", "nowhere"));
        Assert.Equal("error: sbatch failed with exit code 1: invalid partition specified: nowhere. Nothing was submitted.", _bench.Error.TrimEnd());
        Assert.Equal(ExitCodes.Usage, _bench.Status());
        Assert.Contains("no sweep was submitted from here", _bench.Error, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Submit_RefusedHalfWay_NamesWhatIsSubmittedAndResumeSubmitsTheRest()
    {
        _bench.Scheduler.Configure(maxArraySize: 2, requeueExit: "75");
        _bench.Scheduler.RefuseAfter(2);
        Assert.Equal(ExitCodes.Unavailable, _bench.Submit("seed=0..3", "--chunk", "1"));
        Assert.Contains("Of 4 tasks 2 were submitted before, as job 1, 2; the others were not: 'sweep resume ", _bench.Error, StringComparison.Ordinal);

        _bench.Scheduler.RefuseAfter(100);
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "resume", _bench.Sweep));
        Assert.Contains("submitted    2 runs in 2 tasks, as job 3 (1 task), 4 (1 task)", _bench.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Cancel_AsksForEveryJobThatIsThere()
    {
        _bench.Scheduler.Configure(maxArraySize: 2, requeueExit: "75");
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0,1", "--chunk", "1"));
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
        Assert.Equal("1 2", _bench.Scheduler.Asked("cancelled"));
        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.Contains("2 runs: 2 missing", _bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
        Assert.Contains("nothing of this sweep is waiting or running", _bench.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Cancel_ACopyOfASweep_LeavesTheJobsOfTheOriginalAndSaysSo()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0,1", "--chunk", "1"));
        string copy = _bench.File("copy");
        Directory.CreateDirectory(Path.Combine(copy, "cluster"));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_bench.Sweep, "cluster")))
        {
            File.Copy(file, Path.Combine(copy, "cluster", Path.GetFileName(file)));
        }

        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", copy));
        Assert.Equal(string.Empty, _bench.Scheduler.Asked("cancelled"));
        Assert.Contains("job 1 is not cancelled. 'sweep cancel' with that path does it, and so does 'scancel 1'.", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
        Assert.Equal("1", _bench.Scheduler.Asked("cancelled"));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Status_AJobOfAnotherProgramHasTheId_ItIsNotTheSweeps()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0,1", "--chunk", "2"));
        _bench.Scheduler.Queue = "1|0|RUNNING|None|somebody's job\n";
        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.Contains("2 runs: 2 missing", _bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "cancel", _bench.Sweep));
        Assert.Equal(string.Empty, _bench.Scheduler.Asked("cancelled"));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Status_TheSchedulerIsDown_TasksWithoutAnEndAreWaitingAndSubmittingIsRefused()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0", "--chunk", "1"));
        _bench.Scheduler.TakeDown();
        Assert.Equal(ExitCodes.Success, _bench.Status());
        Assert.Contains("1 run: 1 waiting", _bench.Out, StringComparison.Ordinal);
        Assert.Contains("squeue failed with exit code 1: cannot reach the controller", _bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Unavailable, _bench.Submit("seed=0", "--chunk", "1"));
        Assert.Contains("nothing was submitted", _bench.Error, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void DryRun_PrintsTheScriptAndWritesNothing()
    {
        _bench.SearchPath = _bench.Scheduler.Nowhere;
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0..3", "--dry-run", "--chunk", "4", "--time", "1:00:00", "--mem", "2G", "--gres", "gpu:1", "--account", "a b", "--sbatch", "--constraint=x"));
        Assert.Matches("^#!/bin/bash\n#SBATCH --job-name=structural-error-[0-9a-f]{12}-0\n", _bench.Out);
        Assert.Contains("\n#SBATCH --array=0-0\n#SBATCH --cpus-per-task=1\n#SBATCH --time=1:00:00\n#SBATCH --account=\"a b\"\n"
            + "#SBATCH --mem=2G\n#SBATCH --gres=gpu:1\n", _bench.Out, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --signal=B:USR1@120\n#SBATCH --open-mode=append\n#SBATCH --requeue\n#SBATCH --constraint=x\n", _bench.Out, StringComparison.Ordinal);
        Assert.Matches("\nexec .* sweep run-chunk .*submission-001.json.* \"\\$\\(\\(SLURM_ARRAY_TASK_ID \\+ 0\\)\\)\"\n$", _bench.Out);
        Assert.False(Directory.Exists(_bench.Sweep));
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Submit_NoSbatch_ExitSixtyNineAndNothingIsWritten()
    {
        _bench.SearchPath = _bench.Scheduler.Nowhere;
        Assert.Equal(ExitCodes.Unavailable, _bench.Submit("seed=0"));
        Assert.StartsWith("error: sbatch: no directory of PATH has it.", _bench.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.Sweep));
    }

    [Theory(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    [InlineData("--on", "lsf", "--on: 'lsf' is not one of slurm.")]
    [InlineData("--time", "soon", "--time says how a cluster works the runs off; give --on slurm too, or leave it out.")]
    public void Submit_WrongOption_IsNamed(string option, string value, string expected)
    {
        Assert.Equal(ExitCodes.Usage, _bench.Run([.. _bench.Command("seed=0"), option, value]));
        Assert.Contains(expected, _bench.Error, StringComparison.Ordinal);
    }

    [Theory(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    [InlineData("\"schema\": 1", "\"schema\": 2", "was written by another version of this program")]
    [InlineData("\"learning_rate\": \"0.1\"", "\"learning_rate\": \"0.2\"", "is another run now")]
    [InlineData("\"runs\": [", "\"runs\": 7, \"x\": [", "has something else than this program writes")]
    public async Task Task_TheFrozenSweepIsAnother_ExitSixtyFiveAndNoRunBegins(string from, string to, string expected)
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("lr=0.1", "--chunk", "1"));
        string frozen = Assert.Single(Directory.GetFiles(Path.Combine(_bench.Sweep, "cluster"), "sweep-*.json"));
        string text = await File.ReadAllTextAsync(frozen);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(frozen, text.Replace(from, to, StringComparison.Ordinal));
        using ChildProcess task = _bench.Scheduler.Start(1, 0);
        Assert.Equal(ExitCodes.BadData, await task.EndAsync());
        Assert.Contains(expected, await task.Error, StringComparison.Ordinal);
        Assert.Empty(_bench.Runs());
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Wait_EndsWhenNothingIsLeft()
    {
        Task<int> waiting = Task.Run(() => _bench.Submit("seed=0,1", "--chunk", "2", "--wait"));
        await Patience.UntilAsync(() => waiting.IsCompleted || _bench.Scheduler.Queue.Length > 0, "the job");
        using ChildProcess task = _bench.Scheduler.Start(1, 0, staysInQueue: true);
        Assert.Equal(ExitCodes.Success, await task.EndAsync());
        Assert.Equal(ExitCodes.Success, await waiting);
        Assert.Contains("2 runs: 2 waiting", _bench.Error, StringComparison.Ordinal);
        Assert.EndsWith("2 runs: 2 finished\n", _bench.Out, StringComparison.Ordinal);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Reproduce_OnACluster_SubmitsItsTrainingsAndDrawsNothing()
    {
        string[] command = ["reproduce", "--figure", "6", "--seeds", "1", "--quick", "--dataset", TinyImages.Write(_bench.File("tiny data")), "--device", "cpu", "--out", _bench.File("paper")];
        Assert.Equal(ExitCodes.Success, _bench.Run([.. command, "--on", "slurm", "--chunk", "1"]));
        Assert.Matches(@"submitted    \d+ runs in \d+ tasks, as job 1 ", _bench.Out);
        Assert.Single(Directory.GetFiles(_bench.File("paper/runs/cluster"), "submission-*.json"));
        Assert.False(Directory.Exists(_bench.File("paper/figures")));
        Assert.Equal(ExitCodes.Success, _bench.Run("sweep", "status", _bench.File("paper/runs")));
        Assert.Matches(@"^(jobs .*\n)?\d+ runs: \d+ waiting\n$", _bench.Out);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public void Chunk_Auto_PutsShortRunsIntoOneTask()
    {
        Assert.Equal(ExitCodes.Success, _bench.Submit("seed=0..9"));
        Assert.Contains("submitted    10 runs in 1 task", _bench.Out, StringComparison.Ordinal);
        Assert.Matches(@"a run +about 0\.\d s, measured here", _bench.Error);
    }

    private static byte[] Bytes(string run) => File.ReadAllBytes(Path.Combine(run, RunDirectory.StepsName));

    private static bool HasRows(string run) => new FileInfo(Path.Combine(run, RunDirectory.StepsName)) is { Exists: true, Length: > 2000 };
}
