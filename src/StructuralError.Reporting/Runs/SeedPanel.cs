using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Runs;

/// <summary>A panel of curves over several seeds, and the words that explain such panels.</summary>
internal static class SeedPanel
{
    public static Panel Of(string? title, Axis x, Axis y, IEnumerable<SeedCurves> curves)
    {
        SeedCurves[] all = [.. curves];
        return new Panel
        {
            Title = title,
            X = x,
            Y = y,
            Series = [.. all.SelectMany(curve => curve.Series)],
            Bands = [.. all.SelectMany(curve => curve.Bands)],
        };
    }

    /// <summary>What is bold, shaded and faint, for the subtitle.</summary>
    /// <param name="seeds">Of each curve: how many runs it is the mean of.</param>
    /// <param name="window">Rows of the running mean; 1 where nothing is smoothed.</param>
    /// <param name="what">What a curve's runs differ in.</param>
    /// <param name="bands">Whether there are bands.</param>
    /// <param name="steps">The steps of each run's rows; null where each step has one.</param>
    public static string Explain(
        IEnumerable<int> seeds, int window, string what = "seed", bool bands = true, IEnumerable<IEnumerable<long>>? steps = null)
    {
        int[] counts = [.. seeds.Where(count => count > 0).Distinct().Order()];
        string smoothed = window > 1 ? $" All as running means of {RunWords.Window(window, steps ?? [])}." : "";
        if (counts is [] or [1])
        {
            return $"One {what} a curve.{smoothed}";
        }

        string number = counts.Length == 1 ? RunWords.Count(counts[0]) : $"{RunWords.Count(counts[0])} to {RunWords.Count(counts[^1])}";
        return $"Bold: mean over {number} {what}s;{(bands ? " band: its 95 % confidence interval;" : "")} faint: single runs.{smoothed}";
    }

    /// <summary>Where each named curve of each panel begins and ends, in words.</summary>
    public static string Describe(IEnumerable<Panel> panels) => string.Join(" ", panels.Select(Describe));

    private static string Describe(Panel panel)
    {
        string title = panel.Title is null ? "" : panel.Title + ": ";
        string[] curves = [.. panel.Series.Where(series => series.Name is not null).Select(Describe)];
        return title + (curves.Length == 0 ? panel.EmptyMessage : string.Join("; ", curves)) + ".";
    }

    private static string Describe(Series series)
    {
        int[] finite = [.. Enumerable.Range(0, series.Y.Count).Where(i => double.IsFinite(series.X[i]) && double.IsFinite(series.Y[i]))];
        return finite.Length == 0
            ? $"{series.Name} has no finite value"
            : $"{series.Name} {RunWords.Value(series.Y[finite[0]])} at {RunWords.Value(series.X[finite[0]])}, "
                + $"{RunWords.Value(series.Y[finite[^1]])} at {RunWords.Value(series.X[finite[^1]])}";
    }
}
