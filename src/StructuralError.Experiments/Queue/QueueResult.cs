namespace StructuralError.Experiments.Queue;

/// <summary>What became of a run in a queue.</summary>
public enum QueueState
{
    /// <summary>Finished by this queue.</summary>
    Finished,

    /// <summary>It was finished before.</summary>
    Skipped,

    /// <summary>Its process failed, was killed, or could not be started.</summary>
    Failed,

    /// <summary>Ended before its time because the queue was told to end; it can be continued.</summary>
    Stopped,

    /// <summary>Another process was still writing it at the end.</summary>
    Held,

    /// <summary>Its directory holds something else, or cannot be read.</summary>
    Refused,

    /// <summary>Its turn never came.</summary>
    NotStarted,
}

/// <param name="Detail">Why, in words.</param>
/// <param name="ExitCode">Null where nothing was started.</param>
/// <param name="Duration">Of this process; zero where nothing was started.</param>
public sealed record QueuedRunResult(QueuedRun Run, QueueState State, string Detail, int? ExitCode = null, TimeSpan Duration = default)
{
    /// <summary>Whether a finished run is there now.</summary>
    public bool IsFinished => State is QueueState.Finished or QueueState.Skipped;
}

/// <summary>What became of a queue: a result for each run, in the order of the runs.</summary>
public sealed record QueueResult(IReadOnlyList<QueuedRunResult> Runs)
{
    public bool IsComplete => Runs.All(run => run.IsFinished);

    /// <summary>Runs that had to be started.</summary>
    public int Started => Runs.Count(run => run.ExitCode is not null);

    public int Count(QueueState state) => Runs.Count(run => run.State == state);
}
