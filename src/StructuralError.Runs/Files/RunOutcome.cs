namespace StructuralError.Runs.Files;

/// <summary>How a run ended, as its manifest says.</summary>
public enum RunOutcome
{
    /// <summary>The manifest does not say.</summary>
    Unknown,

    /// <summary>Going on; where no process holds the lock, the process died.</summary>
    Running,
    Completed,
    Failed,
    Interrupted,
}

/// <summary>The outcomes' names in files.</summary>
public static class RunOutcomes
{
    public static string Name(RunOutcome outcome) => outcome.ToString().ToLowerInvariant();

    public static RunOutcome Find(string? name) => Enum.GetValues<RunOutcome>().FirstOrDefault(outcome => Name(outcome) == name);
}
