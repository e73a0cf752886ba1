namespace StructuralError.Experiments.Clusters;

/// <summary>
/// Time limits as Slurm writes them: minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes, days-hours:minutes:seconds.
/// </summary>
internal static class TimeLimit
{
    private const int MostDays = 3650;

    // How long before the limit a task is told: time for a step, a checkpoint and the end of the process.
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(120);

    /// <summary>Null for what is no such limit.</summary>
    public static TimeSpan? Parse(string text)
    {
        string[] split = text.Split('-'), words = split[^1].Split(':');
        double[] parts = [.. split[..^1].Concat(words).Select(word => Digits.Read(word) ?? double.NaN)];
        if (split.Length > 2 || words.Length > 3 || parts.Any(double.IsNaN))
        {
            return null;
        }

        TimeSpan limit = (split.Length, parts) switch
        {
            (1, [var minutes]) => TimeSpan.FromMinutes(minutes),
            (1, [var minutes, var seconds]) => TimeSpan.FromSeconds((minutes * 60) + seconds),
            (1, [var hours, var minutes, var seconds]) => TimeSpan.FromSeconds((((hours * 60) + minutes) * 60) + seconds),
            _ => TimeSpan.FromSeconds((((((parts[0] * 24) + parts[1]) * 60) + parts.ElementAtOrDefault(2)) * 60) + parts.ElementAtOrDefault(3)),
        };
        return limit > TimeSpan.Zero && limit.TotalDays <= MostDays ? limit : null;
    }

    /// <summary>Seconds before its end at which a task is told: two minutes, or a quarter of a short limit.</summary>
    /// <param name="limit">Null where it is the partition's.</param>
    public static int WarningSeconds(TimeSpan? limit) =>
        (int)Math.Max(1, limit is { } time && time / 4 < Lead ? time.TotalSeconds / 4 : Lead.TotalSeconds);
}
