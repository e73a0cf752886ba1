namespace StructuralError.Runs.Directories;

/// <summary>What is found at a run directory's path, and how it stands with the run there.</summary>
public enum RunState
{
    /// <summary>There is no such directory.</summary>
    Missing,

    /// <summary>Nothing in it, or only what a run leaves before its manifest.</summary>
    Empty,

    /// <summary>It holds something else, or a run that cannot be understood.</summary>
    Foreign,

    /// <summary>A completed run with its summary.</summary>
    Finished,

    /// <summary>A process is writing it. <see cref="RunInspection"/> takes the manifest’s word for that; <c>Run</c> asks the lock.</summary>
    Running,

    /// <summary>Ended by a signal, or its process died.</summary>
    Interrupted,

    /// <summary>Ended by an error.</summary>
    Failed,
}

public static class RunStates
{
    /// <summary>The state's name in tables and JSON.</summary>
    public static string Name(this RunState state) => state.ToString().ToLowerInvariant();

    /// <summary>Whether a run is there that did not come to its end.</summary>
    public static bool IsUnfinished(this RunState state) => state is RunState.Running or RunState.Interrupted or RunState.Failed;
}
