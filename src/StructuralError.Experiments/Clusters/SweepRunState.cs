namespace StructuralError.Experiments.Clusters;

/// <summary>How it stands with a run of a sweep that was handed to a cluster.</summary>
public enum SweepRunState
{
    /// <summary>It is there, whole.</summary>
    Finished,

    /// <summary>A process is writing it.</summary>
    Running,

    /// <summary>A task that is to work it off is waiting or running.</summary>
    Waiting,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>Neither finished nor in the hands of any task: resuming the sweep submits it.</summary>
    Missing,

    /// <summary>Its directory holds something else.</summary>
    Refused,
}

/// <summary>How it stands with a run.</summary>
/// <param name="Directory">Its run directory, as it is shown.</param>
/// <param name="Detail">Why, in words; empty where there is nothing to say.</param>
/// <param name="ExitCode">What it ended with, where that is known.</param>
/// <param name="LastLines">What it said at last, where it failed.</param>
public sealed record SweepRunStatus(string Directory, SweepRunState State, string Detail, int? ExitCode, IReadOnlyList<string> LastLines)
{
    public string Name => Path.GetFileName(Directory);
}
