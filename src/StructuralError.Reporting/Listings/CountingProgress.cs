using StructuralError.Core.Common;

namespace StructuralError.Reporting.Listings;

/// <summary>Shows how many of something are done: on a terminal by a bar that goes away with the last, elsewhere by a line every few seconds.</summary>
/// <param name="write">Takes a line, or what is to be written on the terminal as it is.</param>
/// <param name="what">What is done, as words after a number.</param>
/// <param name="width">Columns of the terminal; null where there is none.</param>
internal sealed class CountingProgress(Action<string> write, TimeProvider time, string what, int? width = null) : IProgress<DoneCount>
{
    private const int BarWidth = 20;

    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(100);

    private readonly long _start = time.GetTimestamp();
    private long _last = time.GetTimestamp();
    private int _shown;

    public void Report(DoneCount value)
    {
        long now = time.GetTimestamp();
        if (value.Done == value.Total)
        {
            Draw(string.Empty);
        }
        else if (time.GetElapsedTime(_last, now) >= (width is null ? LineInterval : BarInterval))
        {
            _last = now;
            if (width is null)
            {
                write(Words(value));
            }
            else
            {
                Draw(Bar(value) + Words(value) + Left(value, time.GetElapsedTime(_start, now)));
            }
        }
    }

    /// <summary>Writes over what is shown, and goes back to the line's start: what comes between begins there.</summary>
    private void Draw(string text)
    {
        text = text.Length < width ? text : text[..Math.Max(0, width.GetValueOrDefault() - 1)];
        if (text.Length + _shown > 0)
        {
            write(text.PadRight(_shown) + "\r");
        }

        _shown = text.Length;
    }

    private string Words(DoneCount value) =>
        value.Total is { } total ? FormattableString.Invariant($"{value.Done}/{total} {what}") : FormattableString.Invariant($"{value.Done} {what}");

    private static string Bar(DoneCount value)
    {
        int done = value.Total is { } total ? (int)((long)BarWidth * value.Done / total) : 0;
        return value.Total is null ? string.Empty : $"[{new string('#', done)}{new string('-', BarWidth - done)}] ";
    }

    private static string Left(DoneCount value, TimeSpan elapsed) => value is { Total: { } total, Done: > 0 }
        ? FormattableString.Invariant($", {Math.Ceiling(elapsed.TotalSeconds * (total - value.Done) / value.Done):F0} s left")
        : string.Empty;
}
