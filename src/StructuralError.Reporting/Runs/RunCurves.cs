using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Runs;

/// <summary>
/// The curves of one run over its steps. Batch noise would hide the course of a long run, so it is drawn faint, and a running mean bold over it.
/// </summary>
internal sealed class RunCurves(IReadOnlyList<StepRow> rows)
{
    /// <summary>Up to so many, each row is a dot as well.</summary>
    private const int MostDots = 60;

    private readonly double[] _steps = [.. rows.Select(row => (double)row.Step)];
    private readonly int _window = RunningMean.Window(rows.Count);
    private readonly Dictionary<string, double[]> _values = new(StringComparer.Ordinal), _smooth = new(StringComparer.Ordinal);

    public IReadOnlyList<StepRow> Rows => rows;

    /// <summary>What is drawn thin and what bold, for the subtitle.</summary>
    public string Explanation => _window == 1
        ? "Each point is the mean over one batch."
        : $"Thin: mean over each step’s batch. Bold: running mean of {RunWords.Window(_window, RunWords.Steps(rows))}.";

    public IEnumerable<Series> Smoothed(params Quantity[] quantities) => quantities.SelectMany(Smoothed);

    /// <summary>The values themselves, bold.</summary>
    public Series Plain(Quantity quantity) => Bold(quantity, Values(quantity));

    /// <summary>A function of the values, bold, without an entry in the legend.</summary>
    public Series Plain(Quantity quantity, Func<double, double> function) =>
        Bold(quantity, [.. Values(quantity).Select(function)]) with { Name = null };

    /// <summary>The area between the bold curves of two quantities.</summary>
    public Band Between(Quantity lower, Quantity upper, string key, string name) =>
        new() { Key = key, Name = name, X = _steps, Lower = Smooth(lower), Upper = Smooth(upper), Ink = Ink.Sky, Opacity = 0.18 };

    /// <summary>In words, for readers who cannot see the curves: where each quantity starts and ends, its first and last finite value.</summary>
    public string FirstAndLast(params Quantity[] quantities) => string.Join(" ", quantities.Select(FirstAndLast));

    private string FirstAndLast(Quantity quantity)
    {
        double[] values = Values(quantity);
        int first = Array.FindIndex(values, double.IsFinite), last = Array.FindLastIndex(values, double.IsFinite);
        return first < 0
            ? $"{quantity.Key} has no finite value."
            : $"{quantity.Key}: {RunWords.Value(values[first])} at step {RunWords.Count(rows[first].Step)}, "
                + $"{RunWords.Value(values[last])} at step {RunWords.Count(rows[last].Step)}.";
    }

    private IEnumerable<Series> Smoothed(Quantity quantity)
    {
        if (_window > 1)
        {
            yield return new Series { Key = quantity.Key, X = _steps, Y = Values(quantity), Ink = quantity.Ink, Width = 0.8, Opacity = 0.32, Layer = -1 };
        }

        yield return Bold(quantity, Smooth(quantity));
    }

    private double[] Values(Quantity quantity) => Once(_values, quantity, () => quantity.Values(rows));

    private double[] Smooth(Quantity quantity) => Once(_smooth, quantity, () => RunningMean.Of(Values(quantity), _window));

    private static double[] Once(Dictionary<string, double[]> made, Quantity quantity, Func<double[]> make)
    {
        if (!made.TryGetValue(quantity.Key, out double[]? values))
        {
            made.Add(quantity.Key, values = make());
        }

        return values;
    }

    private Series Bold(Quantity quantity, double[] values) =>
        new() { Key = quantity.Key, Name = quantity.Name, X = _steps, Y = values, Ink = quantity.Ink, Dash = quantity.Dash, Dots = rows.Count <= MostDots };
}
