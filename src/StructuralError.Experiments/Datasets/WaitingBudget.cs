using System.Diagnostics;

namespace StructuralError.Experiments.Datasets;

/// <summary>Adds up the time spent waiting for bytes that did not come, so that many short time-outs have an end together.</summary>
internal sealed class WaitingBudget(TimeSpan limit)
{
    private readonly Stopwatch _sinceNews = new();

    private TimeSpan _spent;
    private TimeSpan _allowed;

    public TimeSpan Limit => limit;

    public TimeSpan Left => limit - _spent;

    /// <summary>Whether so little is left that another attempt would say nothing about the mirror.</summary>
    public bool IsSpent => Left <= limit / 12;

    /// <summary>An attempt starts, or bytes have arrived; the next must come within <paramref name="allowed"/>.</summary>
    public void News(TimeSpan allowed)
    {
        _allowed = allowed;
        _sinceNews.Restart();
    }

    /// <summary>An attempt failed: the time since the last news was waited in vain. A busy machine's late timers count no more than was allowed.</summary>
    public void Failed() => _spent += _sinceNews.Elapsed < _allowed ? _sinceNews.Elapsed : _allowed;
}
