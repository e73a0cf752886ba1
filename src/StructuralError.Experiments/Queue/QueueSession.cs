using StructuralError.Core.Common;
using StructuralError.Experiments.Services;

namespace StructuralError.Experiments.Queue;

/// <summary>Works off a list of runs.</summary>
/// <param name="display">Makes what shows a part of the queue.</param>
/// <param name="world">How processes are started, and what they end with.</param>
public sealed class QueueSession(ExperimentServices services, QueueSettings settings, RunResolver resolver, Func<IQueueDisplay> display, QueueWorld world)
{
    /// <summary>Sees the runs finished.</summary>
    /// <exception cref="UserErrorException">The data that a run needs are bad or cannot be read, or its device cannot be used; nothing was started.</exception>
    public QueueResult Run(IReadOnlyList<QueuedRun> runs, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(runs);
        resolver.Prepare(runs.Where(run => QueueDecision.Before(run).Action is QueueAction.Start or QueueAction.Continue), settings.RunsInProcess);
        var results = new Dictionary<QueuedRun, QueuedRunResult>(ReferenceEqualityComparer.Instance);
        foreach (QueueBatch batch in new QueueBatches(services with { Datasets = resolver.Data }, settings, world).Of(runs))
        {
            int failures = results.Values.Count(result => result.State == QueueState.Failed);
            var worker = new QueueWorker(batch.Starter, display(), batch.Limits.After(failures), services.Time);
            foreach (QueuedRunResult result in worker.RunAsync(batch.Runs, stop).GetAwaiter().GetResult().Runs)
            {
                results.Add(result.Run, result);
            }
        }

        return new QueueResult([.. runs.Select(run => results[run])]);
    }
}

/// <summary>What a queue needs of the program that it is part of.</summary>
/// <param name="Program">How a process of the program is started.</param>
/// <param name="Codes">What its processes end with.</param>
/// <param name="DefaultParent">The directory that a run directory is in where the command line does not say.</param>
public sealed record QueueWorld(ProgramCommand Program, RunCodes Codes, string DefaultParent)
{
    /// <summary>What starts the runs that have a process of their own; by default <see cref="Program"/> does.</summary>
    public IRunStarter? Starter { get; init; }
}
