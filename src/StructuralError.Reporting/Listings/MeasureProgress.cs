namespace StructuralError.Reporting.Listings;

/// <summary>A line every few seconds that says how many of something are done.</summary>
/// <param name="total">Null where it is not said.</param>
public sealed class MeasureProgress(Action<string> say, TimeProvider time, int? total = null, string what = "networks measured") : IProgress<int>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();

    public void Report(int value)
    {
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(_last, now) >= Interval)
        {
            _last = now;
            say(total is null ? FormattableString.Invariant($"{value} {what}") : FormattableString.Invariant($"{value}/{total} {what}"));
        }
    }
}
