using StructuralError.Core.Statistics;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Runs;

/// <summary>
/// The same curve of several runs that differ in their seed: bold their mean at each place, around it the band of its 95 % confidence interval
/// (<see cref="SeedInterval"/>), faint behind it the single runs. The mean is taken where every run has a point, so that no run's end shows as a step.
/// </summary>
internal sealed class SeedCurves
{
    private const double BoldTolerance = 0.25;
    private const double BandTolerance = 0.6;
    private const double FaintTolerance = 1;

    private readonly CurveStyle _style;
    private readonly IReadOnlyList<RunCurve> _runs;
    private readonly bool _dots;
    private readonly bool _logarithmic;
    private readonly (double Least, double Most) _limits;
    private readonly double[] _x;
    private readonly SeedInterval[] _intervals;
    private readonly bool _sameX;

    /// <param name="dots">A dot at every place of the mean.</param>
    /// <param name="logarithmic">Geometric mean, and the interval of the logarithms: for logarithmic axes. Values that are not above 0 are gaps.</param>
    /// <param name="limits">What the quantity cannot leave; the band is cut there. Null: nothing.</param>
    public SeedCurves(CurveStyle style, IReadOnlyList<RunCurve> runs, bool dots = false, bool logarithmic = false, (double Least, double Most)? limits = null)
    {
        (_style, _runs, _dots, _logarithmic) = (style, runs, dots, logarithmic);
        _limits = limits ?? (double.NegativeInfinity, double.PositiveInfinity);
        double[] places = [.. runs.Select(run => run.At).DefaultIfEmpty([]).Aggregate<IEnumerable<double>>((common, at) => common.Intersect(at)).Order()];
        int[][] indices = [.. runs.Select(run => places.Select(IndicesOf(run)).ToArray())];
        double[][] xs = [.. places.Select((_, i) => runs.Select((run, n) => run.X[indices[n][i]]).ToArray())];
        _x = [.. xs.Select(values => values.Average())];
        _sameX = xs.All(values => values.All(value => value.Equals(values[0])));
        _intervals = [.. places.Select((_, i) => Interval([.. runs.Select((run, n) => run.Y[indices[n][i]])]))];
    }

    /// <summary>The mean first, then the single runs; they alone where there is one run.</summary>
    public IEnumerable<Series> Series => _runs.Count switch
    {
        0 => [],
        1 => [Bold],
        _ => [Bold, .. _runs.Select(Faint)],
    };

    /// <summary>None where there is one run, or where the places of the runs' points differ along x too.</summary>
    public IEnumerable<Band> Bands => _runs.Count < 2 || !_sameX
        ? []
        : [new Band
        {
            Key = _style.Key,
            X = _x,
            Lower = [.. _intervals.Select(interval => Math.Max(_limits.Least, interval.Lower))],
            Upper = [.. _intervals.Select(interval => Math.Min(_limits.Most, interval.Upper))],
            Ink = _style.Ink,
            Opacity = 0.16,
            Tolerance = BandTolerance,
        }];

    private Series Bold => new()
    {
        Key = _style.Key,
        Name = _style.Name,
        X = _x,
        Y = [.. _intervals.Select(interval => interval.Mean)],
        Ink = _style.Ink,
        Dash = _style.Dash,
        Width = 1.8,
        Dots = _dots,
        Tolerance = BoldTolerance,
    };

    private Series Faint(RunCurve run) => new()
    {
        Key = _style.Key,
        X = run.X,
        Y = run.Y,
        Ink = _style.Ink,
        Width = 0.7,
        Opacity = 0.35,
        Layer = -1,
        Tolerance = FaintTolerance,
    };

    private SeedInterval Interval(double[] values)
    {
        if (!_logarithmic)
        {
            return SeedInterval.Of(values);
        }

        SeedInterval interval = SeedInterval.Of([.. values.Select(value => value > 0 ? Math.Log(value) : double.NaN)]);
        return new(Math.Exp(interval.Mean), Math.Exp(interval.Lower), Math.Exp(interval.Upper));
    }

    private static Func<double, int> IndicesOf(RunCurve run)
    {
        Dictionary<double, int> indices = run.At.Select((at, i) => (at, i)).ToDictionary(pair => pair.at, pair => pair.i);
        return place => indices[place];
    }
}
