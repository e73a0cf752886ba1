using System.Diagnostics;

namespace StructuralError.Data;

/// <summary>Adds up the time spent waiting for bytes that did not come, so that many short time-outs have an end together.</summary>
internal sealed class WaitingBudget(TimeSpan limit)
{
    private readonly Stopwatch _sinceNews = new();

    private TimeSpan _spent;

    public TimeSpan Limit => limit;

    public TimeSpan Left => limit - _spent;

    /// <summary>Whether so little is left that another attempt would say nothing about the mirror.</summary>
    public bool IsSpent => Left <= limit / 12;

    /// <summary>An attempt starts, or bytes have arrived.</summary>
    public void News() => _sinceNews.Restart();

    /// <summary>An attempt failed: the time since the last news was waited in vain.</summary>
    public void Failed() => _spent += _sinceNews.Elapsed;
}
