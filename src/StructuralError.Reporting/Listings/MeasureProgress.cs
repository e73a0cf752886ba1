namespace StructuralError.Reporting.Listings;

/// <summary>A line every few seconds that says how many networks are measured.</summary>
internal sealed class MeasureProgress(Action<string> say, TimeProvider time, int total) : IProgress<int>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();

    public void Report(int value)
    {
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(_last, now) >= Interval)
        {
            _last = now;
            say(FormattableString.Invariant($"{value}/{total} networks measured"));
        }
    }
}
