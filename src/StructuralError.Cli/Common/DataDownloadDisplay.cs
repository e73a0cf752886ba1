using Spectre.Console;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Cli.Common;

/// <summary>
/// Shows a download on standard error: bars on a terminal, otherwise a line at the start, the end and every few seconds of each file.
/// Nothing appears before the first bytes arrive.
/// </summary>
/// <param name="quiet">Whether only warnings are shown.</param>
/// <param name="time">Null for the system's.</param>
/// <param name="terminal">Where bars are drawn; null for lines.</param>
internal sealed class DataDownloadDisplay(TextWriter error, bool quiet = false, TimeProvider? time = null, IAnsiConsole? terminal = null) : IDownloadWatch
{
    private const double Megabyte = 1e6;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<string, ProgressTask> _bars = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string? _file;
    private long _last;
    private ProgressContext? _context;
    private Task? _display;

    public void Report(DownloadProgress progress)
    {
        if (!quiet && terminal is not null)
        {
            ShowBar(terminal, progress);
        }
        else if (!quiet && (_file != progress.File || progress.Bytes == progress.Total || _time.GetElapsedTime(_last) >= Interval))
        {
            (_file, _last) = (progress.File, _time.GetTimestamp());
            string total = progress.Total is long bytes ? FormattableString.Invariant($" of {bytes / Megabyte:F2}") : "";
            error.WriteLine(FormattableString.Invariant($"{progress.File}: {progress.Bytes / Megabyte:F2}{total} MB"));
        }
    }

    /// <summary>Ends the bars, so that the text, which may have several lines, stands by itself.</summary>
    public void Warn(string text)
    {
        Dispose();
        foreach (string line in text.Split(Environment.NewLine))
        {
            error.WriteLine(line);
        }
    }

    public void Dispose()
    {
        _done.TrySetResult();
        _display?.GetAwaiter().GetResult();
        _display = null;
    }

    private void ShowBar(IAnsiConsole console, DownloadProgress progress)
    {
        if (_done.Task.IsCompleted)
        {
            return;
        }

        _display ??= console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                _context = context;
                return _done.Task;
            });

        if (!_bars.TryGetValue(progress.File, out ProgressTask? bar))
        {
            bar = _context!.AddTask(Markup.Escape(progress.File));
            _bars.Add(progress.File, bar);
        }

        bar.MaxValue = progress.Total ?? Math.Max(bar.MaxValue, progress.Bytes + 1);
        bar.Value = progress.Bytes;
    }
}
