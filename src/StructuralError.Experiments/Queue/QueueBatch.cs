namespace StructuralError.Experiments.Queue;

/// <summary>Runs of a queue that are worked off together.</summary>
internal sealed record QueueBatch(IReadOnlyList<QueuedRun> Runs, IRunStarter Starter, QueueLimits Limits);
