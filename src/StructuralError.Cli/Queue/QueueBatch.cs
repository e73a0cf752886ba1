using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>Runs of a queue that are worked off together.</summary>
internal sealed record QueueBatch(IReadOnlyList<QueuedRun> Runs, IRunStarter Starter, QueueLimits Limits);
