using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>Signals as batch systems and people send them.</summary>
[Trait("Speed", "Slow")]
public sealed class SignalTests : IDisposable
{
    // Far longer than any test waits.
    private readonly TinyRun _tiny = new(24, 10_000_000, "--checkpoint-every", "0", "--steps", "50000000");

    public void Dispose() => _tiny.Dispose();

    [Theory(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    [InlineData("TERM", ExitCodes.Requeue)]
    [InlineData("HUP", ExitCodes.Requeue)]
    [InlineData("USR1", ExitCodes.Requeue)]
    [InlineData("USR2", ExitCodes.Requeue)]
    [InlineData("INT", ExitCodes.Interrupted)]
    public async Task Signal_WhileTraining_EndsWithACheckpointAndTheSameCommandGoesOn(string signal, int exitCode)
    {
        (int first, string error, long before) = await SignalAsync("run", signal, rows: 20);
        Assert.Equal((exitCode, RunOutcome.Interrupted), (first, RunInspection.Of(_tiny.Path("run")).Manifest!.Outcome));
        Assert.Contains("the same command goes on from there", error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_tiny.Path("run"), RunDirectory.CheckpointName)).Length);

        (int second, error, long after) = await SignalAsync("run", signal, rows: (int)before + 20);
        Assert.Equal(exitCode, second);
        Assert.Contains(FormattableString.Invariant($"going on after step {before - 1} of"), error, StringComparison.Ordinal);
        Assert.True(after > before);
    }

    private async Task<(int ExitCode, string Error, long Lines)> SignalAsync(string run, string signal, int rows)
    {
        using ChildProcess process = _tiny.Start(run);
        string steps = Path.Combine(_tiny.Path(run), RunDirectory.StepsName);
        await Patience.UntilAsync(() => process.HasExited || (File.Exists(steps) && File.ReadLines(steps).Count() > rows), "rows");
        Assert.False(process.HasExited);

        await process.SendAsync(signal);
        return (await process.EndAsync(), await process.Error, File.ReadLines(steps).LongCount());
    }
}
