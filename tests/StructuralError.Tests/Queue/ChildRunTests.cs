using StructuralError.Experiments.Queue;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Queue;

/// <summary>What becomes of a child that is told to end. The children are shell scripts, which do not end when their input does.</summary>
public sealed class ChildRunTests : IDisposable
{
    private const string Progress = """{"event":"progress","step":1,"total_steps":9,"loss":1,"accuracy":0,"seconds":0}""";
    private const int Killed = 128 + 9;

    private readonly QueueFolder _folder = new();
    private readonly TaskCompletionSource _hasProgress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _folder.Dispose();

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task RequestStop_ChildThatHasNotBegunToTrain_IsNotWaitedFor()
    {
        using IStartedRun run = Start("exec sleep 3600");
        run.RequestStop();
        Assert.Equal(Killed, (await run.Exit.WaitAsync(Patience.Limit)).Code);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task RequestStop_ChildThatTrains_IsWaitedForHoweverLongItsStepTakes()
    {
        using IStartedRun run = Start($"echo '{Progress}' >&2; read nothing; sleep 2; exit 75");
        await _hasProgress.Task.WaitAsync(Patience.Limit);
        run.RequestStop();
        Assert.Equal(75, (await run.Exit.WaitAsync(Patience.Limit)).Code);
    }

    private IStartedRun Start(string script) => new ChildRunStarter(new ProgramCommand("/bin/sh", ["-c", script, "sh"]), RunCodes.Plain)
        .Start(_folder.Run("run"), 1, _ => _hasProgress.TrySetResult());
}
