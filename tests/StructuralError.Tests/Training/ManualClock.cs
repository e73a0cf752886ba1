namespace StructuralError.Tests.Training;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _ticks;
    private TimeSpan _setBack;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(_ticks) - _setBack;

    /// <summary>Sets the time of day back; elapsed time goes on.</summary>
    public void SetBack(TimeSpan time) => _setBack += time;

    public void Advance(TimeSpan time) => _ticks += time.Ticks;
}
