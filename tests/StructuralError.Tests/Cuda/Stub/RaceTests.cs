using StructuralError.Tests.Cuda.Engine;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Stub;

/// <summary>
/// The engine's tests once more on a stub that checks every access of device and shared memory for races, in a process that proves it does: every test fails where one is reported.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class RaceTests
{
    // Without those that change the order of threads and blocks: the check sees what may happen in any order.
    private static readonly IEnumerable<string> Announced =
        from name in (string[])["AnyCall", "Step_Announced", "Step_WhileABlockIsRead", "Step_RowsOfABlock", "Step_OtherSgd"]
        select $"*.{nameof(CudaAnnounceTests)}.{name}*";

    // Those in which replicas do different things at the same time; what they do alone is announced steps.
    private static readonly IEnumerable<string> Replicas =
        from name in (string[])["Step_ThreeReplicas", "Step_ReplicasThatStopAndLook", "Step_ReplicaThatWasDisposed"]
        select $"*.{nameof(CudaReplicaTests)}.{name}*";

    [Fact]
    public void Engine_EveryAccess_IsOrderedByStreamsMarksAndBarriers()
    {
        ChildTestRun run = ChildTestRun.Start(
            [$"*.{nameof(RaceDetectionTests)}.*", .. Announced, .. Replicas, $"*.{nameof(CudaEngineTests.Step_FewPositionsAndLongPatches_TakesFormGAndAgreesWithTheCpuEngine)}"],
            (StubBuild.RacesVariable, "1"));
        Assert.True(run.ExitCode == 0 && run.Failed == 0, $"exit code {run.ExitCode}, {run.Failed} failed.{Environment.NewLine}{run.Output}");
        Assert.Equal("Passed", Assert.Single(run.Outcomes, outcome => outcome.Key.EndsWith(nameof(RaceDetectionTests.RaceDetection_Mode_TookEffect), StringComparison.Ordinal)).Value);
        Assert.True(run.Outcomes.Keys.Count(name => name.Contains(nameof(CudaAnnounceTests), StringComparison.Ordinal)) > 10, run.Output);
        Assert.True(run.Outcomes.Keys.Count(name => name.Contains(nameof(CudaReplicaTests), StringComparison.Ordinal)) >= 3, run.Output);
    }
}
