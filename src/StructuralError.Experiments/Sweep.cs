using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs;

namespace StructuralError.Experiments;

/// <summary>
/// Many runs, as the command <c>sweep</c> carries them out: finished ones are skipped, unfinished ones continued, a failed one keeps no other from being run.
/// </summary>
public static class Sweep
{
    /// <summary>
    /// Carries the runs out in this process: one for each processor at a time, side by side on an accelerator where they differ in the seed alone.
    /// </summary>
    /// <param name="specs">One a run.</param>
    /// <param name="parent">The directory in which the runs get theirs.</param>
    /// <param name="progress">Is told what becomes of each run.</param>
    /// <param name="cancellation">Looked at between steps; the same call goes on.</param>
    /// <param name="services">What the runs take from the world; null for the real things.</param>
    /// <returns>A result a run, in the order of the specs. <see cref="Run.Open"/> reads a finished one.</returns>
    /// <exception cref="UserErrorException">What is wrong with the specs, all of it at once; nothing was started.</exception>
    public static QueueResult Run(
        IEnumerable<RunSpec> specs, string parent = RunPlan.ResultsDirectory, IProgress<QueuedRunResult>? progress = null,
        ExperimentServices? services = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(specs);
        var queue = new QueueRunner(services ?? new ExperimentServices(), new QueueSettings { Display = () => new SilentDisplay(progress) });
        return queue.Run(queue.Resolve(specs.Select(ResolvedSpec.Of), new RunOptions(parent), cancellation), cancellation);
    }
}
