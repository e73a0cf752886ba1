using StructuralError.Experiments.Datasets;

namespace StructuralError.Reporting.Listings;

/// <summary>A line at the start, the end and every few seconds of each file.</summary>
public sealed class DownloadLines(TimeProvider time)
{
    private const double Megabyte = 1e6;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private string? _file;
    private long _last;

    /// <summary>Null where the last line is recent.</summary>
    public string? Next(DownloadProgress progress)
    {
        if (_file == progress.File && progress.Bytes != progress.Total && time.GetElapsedTime(_last) < Interval)
        {
            return null;
        }

        _file = progress.File;
        _last = time.GetTimestamp();
        string total = progress.Total is long bytes ? FormattableString.Invariant($" of {bytes / Megabyte:F2}") : "";
        return FormattableString.Invariant($"{progress.File}: {progress.Bytes / Megabyte:F2}{total} MB");
    }
}
