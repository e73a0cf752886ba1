namespace StructuralError.Runs.Files;

public enum RunOutcome
{
    /// <summary>Going on; where no process holds the lock, the process died.</summary>
    Running,
    Completed,
    Failed,
    Interrupted,
}

/// <summary>The outcomes' names in files.</summary>
public static class RunOutcomes
{
    public static string Name(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Running => "running",
        RunOutcome.Completed => "completed",
        RunOutcome.Failed => "failed",
        _ => "interrupted",
    };

    public static RunOutcome? Find(string? name)
    {
        foreach (RunOutcome outcome in Enum.GetValues<RunOutcome>())
        {
            if (Name(outcome) == name)
            {
                return outcome;
            }
        }

        return null;
    }
}
