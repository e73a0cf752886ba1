using StructuralError.Core.Engines;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>Starts runs that are to compute on the processor. What <c>auto</c> came to is decided once: a process that is started later must not come to something else.</summary>
internal sealed class ProcessorRunStarter(IRunStarter starter) : IRunStarter
{
    public IStartedRun Start(QueuedRun run, int threads, Action<RunProgress> report) =>
        starter.Start(run.Resolved.Spec.Device.Kind == DeviceKind.Auto ? run with { Arguments = [.. run.Arguments, "--device", "cpu"] } : run, threads, report);
}
