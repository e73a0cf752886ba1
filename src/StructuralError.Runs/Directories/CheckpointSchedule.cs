namespace StructuralError.Runs.Directories;

/// <summary>When the next checkpoint is due. The moments never show in what a run computes.</summary>
/// <param name="everySteps">After each so many steps, 0 for none; null: by time, so that a kill costs about five seconds at most.</param>
public sealed class CheckpointSchedule(long? everySteps, TimeProvider time)
{
    /// <summary>Where no number of steps was given.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();

    public bool IsDue(long steps) => everySteps is { } every
        ? every > 0 && steps % every == 0
        : time.GetElapsedTime(_last) >= Interval;

    /// <summary>The time that a checkpoint itself took does not count.</summary>
    public void Saved() => _last = time.GetTimestamp();
}
