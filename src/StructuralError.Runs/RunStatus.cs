namespace StructuralError.Runs;

/// <summary>How it stands with a run, as far as its directory and its lock tell.</summary>
public enum RunStatus
{
    /// <summary>Completed, with its summary.</summary>
    Finished,

    /// <summary>A process holds its lock.</summary>
    Running,

    /// <summary>Ended by a signal, or its process died: the manifest says that it runs, but nobody holds the lock.</summary>
    Interrupted,

    /// <summary>Ended by an error.</summary>
    Failed,
}

/// <summary>The statuses' names in tables and JSON.</summary>
public static class RunStatuses
{
    public static string Name(RunStatus status) => status switch
    {
        RunStatus.Finished => "finished",
        RunStatus.Running => "running",
        RunStatus.Interrupted => "interrupted",
        _ => "failed",
    };
}
