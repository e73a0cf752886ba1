using System.Diagnostics;
using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Clusters;

/// <summary>What <c>sweep --dry-run</c> prints is worked off by the tools that docs/cluster.md names, in a directory whose name has a space and a quote.</summary>
[Trait("Speed", "Slow")]
public sealed class SweepInShellTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory(Skip = Needs.BashReason, SkipUnless = nameof(Needs.Bash), SkipType = typeof(Needs))]
    [InlineData(@"tr '\n' '\0' | xargs -0 -n 1 -P 2 sh -c")]
    [InlineData("while IFS= read -r command; do sh -c \"$command\" </dev/null; done")]
    [InlineData("sh -e")]
    public Task DryRun_InAShell_EveryRunIsFinished(string worker) => WorksOff(worker);

    [Fact(Skip = Needs.ParallelReason, SkipUnless = nameof(Needs.Parallel), SkipType = typeof(Needs))]
    public Task DryRun_InGnuParallel_EveryRunIsFinished() => WorksOff("parallel --will-cite -j 2");

    private async Task WorksOff(string worker)
    {
        string[] sweep = ["sweep", "--grid", "seed=0,1", "--model", "a", "--set", "width=8", "--dataset", TinyImages.Write(_directory.File("tiny data")), "--device", "cpu", "--out", _directory.File("out")];
        string program = ChildProcess.Command.ToShell([.. sweep, "--dry-run"]);
        (int code, _, string error) = await ChildProcess.RunAsync(new ProcessStartInfo("bash", ["-c", $"set -o pipefail; {program} | {worker}"]));
        Assert.True(code == ExitCodes.Success, error);
        string[] runs = [.. Directory.GetDirectories(_directory.File("out"))];
        Assert.Equal(2, runs.Count(run => RunInspection.Of(run).State == RunState.Finished));

        // Nothing is left to do.
        (_, string left, _) = await ChildProcess.RunAsync(new ProcessStartInfo("bash", ["-c", program]));
        Assert.Equal(string.Empty, left);
    }
}
