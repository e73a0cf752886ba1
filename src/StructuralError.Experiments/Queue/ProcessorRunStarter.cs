using StructuralError.Core.Engines;

namespace StructuralError.Experiments.Queue;

/// <summary>Starts runs that are to compute on the processor. What <c>auto</c> came to is decided once: a process that is started later must not come to something else.</summary>
internal sealed class ProcessorRunStarter(IRunStarter starter, DeviceRequest processor) : IRunStarter
{
    public IStartedRun Start(QueuedRun run, int threads, Action<RunProgress> report) => starter.Start(run.Resolved.Spec.Device.IsAuto ? Decided(run) : run, threads, report);

    private QueuedRun Decided(QueuedRun run) => run with
    {
        Resolved = run.Resolved with { Spec = run.Resolved.Spec with { Device = processor }, Origins = run.Resolved.Origins.SetItem("device", "--device") },
    };
}
