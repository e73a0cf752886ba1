using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Runs;

/// <summary>
/// The curves of one run over its steps. Batch noise would hide the course of a long run, so it is drawn faint, and a running mean bold over it.
/// </summary>
internal sealed class RunCurves
{
    /// <summary>Up to so many, each row is a dot as well.</summary>
    private const int MostDots = 60;

    private readonly double[] _steps;
    private readonly int _window;
    private readonly Dictionary<string, double[]> _values = new(StringComparer.Ordinal), _smooth = new(StringComparer.Ordinal);

    public RunCurves(IReadOnlyList<StepRow> rows)
    {
        Rows = rows;
        _steps = [.. rows.Select(row => (double)row.Step)];
        _window = RunningMean.Window(rows.Count);
    }

    public IReadOnlyList<StepRow> Rows { get; }

    /// <summary>What is drawn thin and what bold, for the subtitle.</summary>
    public string Explanation => _window == 1
        ? "Each point is the mean over one batch."
        : $"Thin: mean over each step’s batch. Bold: running mean of {RunWords.Window(_window, RunWords.Steps(Rows))}.";

    public IEnumerable<Series> Smoothed(params Quantity[] quantities) => quantities.SelectMany(Smoothed);

    /// <summary>The values themselves, bold.</summary>
    public Series Plain(Quantity quantity) => Bold(quantity, Values(quantity));

    /// <summary>A function of the values, bold, without an entry in the legend.</summary>
    public Series Plain(Quantity quantity, Func<double, double> function) =>
        Bold(quantity, [.. Values(quantity).Select(function)]) with { Name = null };

    /// <summary>The area between the bold curves of two quantities.</summary>
    public Band Between(Quantity lower, Quantity upper, string key, string name) =>
        new() { Key = key, Name = name, X = _steps, Lower = Smooth(lower), Upper = Smooth(upper), Ink = Ink.Sky, Opacity = 0.18 };

    private IEnumerable<Series> Smoothed(Quantity quantity)
    {
        if (_window > 1)
        {
            yield return new Series { Key = quantity.Key, X = _steps, Y = Values(quantity), Ink = quantity.Ink, Width = 0.8, Opacity = 0.32, Layer = -1 };
        }

        yield return Bold(quantity, Smooth(quantity));
    }

    private double[] Values(Quantity quantity)
    {
        if (!_values.TryGetValue(quantity.Key, out double[]? values))
        {
            _values.Add(quantity.Key, values = quantity.Values(Rows));
        }

        return values;
    }

    private double[] Smooth(Quantity quantity)
    {
        if (!_smooth.TryGetValue(quantity.Key, out double[]? means))
        {
            _smooth.Add(quantity.Key, means = RunningMean.Of(Values(quantity), _window));
        }

        return means;
    }

    private Series Bold(Quantity quantity, double[] values) =>
        new() { Key = quantity.Key, Name = quantity.Name, X = _steps, Y = values, Ink = quantity.Ink, Dash = quantity.Dash, Dots = Rows.Count <= MostDots };
}
