using StructuralError.Cli.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Reporting.Listings;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Tests.Processes;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Queue;

public sealed class QueueWorkerTests : IDisposable
{
    private readonly QueueFolder _folder = new();
    private readonly RecordingDisplay _display = new();
    private readonly FakeStarter _starter = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_StartsInOrderAndNoMoreThanJobsAtOnce()
    {
        Task<QueueResult> all = Run(new QueueLimits(2, 3), Runs(4));
        Assert.Equal(["r0", "r1"], _starter.Started.Select(run => run.Name));
        Assert.All(_starter.Started, run => Assert.Equal(3, run.Threads));

        _starter.Started[1].End(0);
        await Patience.UntilAsync(() => _starter.Started.Count == 3, "the third run");
        Assert.Equal("r2", _starter.Started[2].Name);
        _starter.Started[0].End(0);
        await Patience.UntilAsync(() => _starter.Started.Count == 4, "the fourth run");
        _starter.Started[2].End(0);
        _starter.Started[3].End(0);

        QueueResult result = await all;
        Assert.Equal((4, 4, true), (result.Count(QueueState.Finished), result.Started, result.IsComplete));
        Assert.All(_starter.Started, run => Assert.True(run.IsDisposed));
    }

    [Fact]
    public async Task RunAsync_StepBeforeTheRunIsKnownToHaveStarted_IsShown()
    {
        using StringWriter output = new();
        var display = new QueueDisplay(output.WriteLine, output.WriteLine, new ManualClock());
        var starter = new FakeStarter { ReportsAtOnce = true, Codes = { ["r0"] = 0, ["r1"] = 0 } };
        QueueResult result = await new QueueWorker(starter, display, new QueueLimits(2, 1), new ManualClock()).RunAsync(Runs(2), _stop.Token).WaitAsync(Patience.Limit);
        Assert.Equal((2, true), (result.Count(QueueState.Finished), result.IsComplete));
        Assert.Contains("(2 of 2)", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FinishedUnfinishedAndForeign_SkippedContinuedAndRefused()
    {
        QueuedRun[] runs = Runs(4);
        QueueFolder.Leave(runs[0], RunOutcome.Completed);
        QueueFolder.Leave(runs[1], RunOutcome.Interrupted);
        QueueFolder.Leave(runs[2], RunOutcome.Completed, seed: 7);
        _starter.Codes["r1"] = _starter.Codes["r3"] = 0;

        QueueResult result = await Run(new QueueLimits(1, 1), runs);

        Assert.Equal(["r0: Skip", "r1: Continue", "r2: Refuse", "r3: Start"], _display.Decisions);
        Assert.Equal(["r1", "r3"], _starter.Started.Select(run => run.Name));
        Assert.Equal([QueueState.Skipped, QueueState.Finished, QueueState.Refused, QueueState.Finished], result.Runs.Select(run => run.State));
        Assert.Contains("differs in seed", result.Runs[2].Detail, StringComparison.Ordinal);
        Assert.False(result.IsComplete);
    }

    [Fact]
    public async Task RunAsync_EverythingFinished_StartsNothing()
    {
        QueuedRun[] runs = Runs(3);
        Assert.All(runs, run => QueueFolder.Leave(run, RunOutcome.Completed));
        QueueResult result = await Run(new QueueLimits(2, 1), runs);
        Assert.Empty(_starter.Started);
        Assert.Equal((0, true), (result.Started, result.IsComplete));
    }

    [Fact]
    public async Task RunAsync_AFailure_TheOthersRunAndItsLastWordsAreShown()
    {
        _starter.Codes["r0"] = 1;
        _starter.Codes["r1"] = 137;
        _starter.Unstartable.Add("r2");
        _starter.Codes["r3"] = 0;

        QueueResult result = await Run(new QueueLimits(1, 1), Runs(4));

        Assert.Equal([QueueState.Failed, QueueState.Failed, QueueState.Failed, QueueState.Finished], result.Runs.Select(run => run.State));
        Assert.Equal(["exit 1", "killed by signal 9 (exit 137)", "could not be started: no space left"], result.Runs.Take(3).Select(run => run.Detail));
        Assert.Equal(["last words of r0"], _display.Messages["r0"]);
        Assert.Empty(_display.Messages["r3"]);
        Assert.False(result.IsComplete);
    }

    [Fact]
    public async Task RunAsync_ExitZeroWithoutAFinishedRun_IsAFailure()
    {
        Task<QueueResult> all = Run(new QueueLimits(1, 1), Runs(1));
        QueueFolder.Leave(_folder.Run("r0"), RunOutcome.Running);
        _starter.Started[0].End(code: 0, leavesResult: false);
        QueuedRunResult result = (await all).Runs[0];
        Assert.Equal((QueueState.Failed, "exit 0, but no finished run is there"), (result.State, result.Detail));
    }

    [Fact]
    public async Task RunAsync_MaxFailures_StartsNoMoreAndLetsTheOthersFinish()
    {
        Task<QueueResult> all = Run(new QueueLimits(2, 1, MaxFailures: 1), Runs(4));
        _starter.Started[0].End(1);
        await Patience.UntilAsync(() => _display.Messages.ContainsKey("r0"), "the failure");
        Assert.False(_starter.Started[1].WasToldToStop);
        _starter.Started[1].End(0);

        QueueResult result = await all;
        Assert.Equal([QueueState.Failed, QueueState.Finished, QueueState.NotStarted, QueueState.NotStarted], result.Runs.Select(run => run.State));
    }

    [Fact]
    public async Task RunAsync_FailFast_EndsThoseThatAreGoingOn()
    {
        Task<QueueResult> all = Run(new QueueLimits(2, 1, MaxFailures: 1, FailFast: true), Runs(4));
        _starter.Started[0].End(1);

        QueueResult result = await all;
        Assert.True(_starter.Started[1].WasToldToStop);
        Assert.Equal([QueueState.Failed, QueueState.Stopped, QueueState.NotStarted, QueueState.NotStarted], result.Runs.Select(run => run.State));
    }

    [Fact]
    public async Task RunAsync_ToldToEnd_PassesItOnWaitsAndStartsNoMore()
    {
        Task<QueueResult> all = Run(new QueueLimits(2, 1), Runs(3));
        await _stop.CancelAsync();

        QueueResult result = await all;
        Assert.All(_starter.Started, run => Assert.True(run.WasToldToStop && run.IsDisposed));
        Assert.Equal([QueueState.Stopped, QueueState.Stopped, QueueState.NotStarted], result.Runs.Select(run => run.State));
        Assert.False(result.IsComplete);
    }

    [Fact]
    public async Task RunAsync_HeldByAnotherProcess_TriedAgainWhenAllOthersAreDone()
    {
        QueuedRun[] runs = Runs(3);
        QueueFolder.Leave(runs[0], RunOutcome.Running);
        QueueFolder.Leave(runs[1], RunOutcome.Running);
        using RunLock first = RunLock.Acquire(runs[0].Directory);
        var second = RunLock.Acquire(runs[1].Directory);
        Task<QueueResult> all = Run(new QueueLimits(1, 1), runs);

        Assert.Equal(["r0: Wait", "r1: Wait", "r2: Start"], _display.Decisions);
        Assert.Equal(["r2"], _starter.Started.Select(run => run.Name));
        second.Dispose();
        _starter.Started[0].End(0);
        await Patience.UntilAsync(() => _starter.Started.Count == 2, "the second run");
        _starter.Started[1].End(0);
        QueueFolder.Leave(runs[0], RunOutcome.Completed);
        first.Dispose();

        QueueResult result = await all;
        Assert.Equal([QueueState.Skipped, QueueState.Finished, QueueState.Finished], result.Runs.Select(run => run.State));
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task RunAsync_ToldToEndWhileAnotherProcessHoldsARun_SaysWhoHoldsIt()
    {
        QueuedRun[] runs = Runs(1);
        QueueFolder.Leave(runs[0], RunOutcome.Running);
        using RunLock held = RunLock.Acquire(runs[0].Directory);
        Task<QueueResult> all = Run(new QueueLimits(1, 1), runs);
        Assert.Equal(["r0: Wait"], _display.Decisions);
        await _stop.CancelAsync();

        QueueResult result = await all;
        Assert.Equal(QueueState.Held, result.Runs[0].State);
        Assert.Contains(FormattableString.Invariant($"process {Environment.ProcessId} on "), result.Runs[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_LockTakenForAMoment_IsTriedAgain()
    {
        QueuedRun[] runs = Runs(1);
        Task<QueueResult> all = Run(new QueueLimits(1, 1), runs);
        _starter.Started[0].End(ExitCodes.CannotCreate);
        await Patience.UntilAsync(() => _starter.Started.Count == 2, "the second start");
        QueueFolder.Leave(runs[0], RunOutcome.Completed);
        _starter.Started[1].End(0);
        Assert.Equal(QueueState.Finished, (await all).Runs[0].State);
    }

    [Fact]
    public async Task RunAsync_AnotherProcessWasFaster_IsNoFailure()
    {
        Task<QueueResult> all = Run(new QueueLimits(1, 1), Runs(1));
        QueueFolder.Leave(_folder.Run("r0"), RunOutcome.Completed);
        _starter.Started[0].End(ExitCodes.CannotCreate);

        QueueResult result = await all;
        Assert.Equal((QueueState.Skipped, "finished by another process"), (result.Runs[0].State, result.Runs[0].Detail));
    }

    private QueuedRun[] Runs(int count) => [.. Enumerable.Range(0, count).Select(n => _folder.Run($"r{n}"))];

    private Task<QueueResult> Run(QueueLimits limits, QueuedRun[] runs) =>
        new QueueWorker(_starter, _display, limits, new ManualClock()).RunAsync(runs, _stop.Token).WaitAsync(Patience.Limit);
}
