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
        double[] places = Common(runs);
        int[]?[] indices = [.. runs.Select(run => run.At.SequenceEqual(places) ? null : Indices(run, places))];
        (_x, _intervals, _sameX) = (new double[places.Length], new SeedInterval[places.Length], true);
        for (int i = 0; i < places.Length; i++)
        {
            double[] x = Of(run => run.X, i);
            _x[i] = x.Average();
            _sameX &= Array.TrueForAll(x, value => value.Equals(x[0]));
            _intervals[i] = Interval(Of(run => run.Y, i));
        }

        double[] Of(Func<RunCurve, IReadOnlyList<double>> values, int place) =>
            [.. runs.Select((run, n) => values(run)[indices[n] is { } own ? own[place] : place])];
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

    /// <summary>Where every run has a point, ascending.</summary>
    private static double[] Common(IReadOnlyList<RunCurve> runs)
    {
        IEnumerable<double> common = runs.Count > 0 ? runs[0].At : [];
        foreach (RunCurve run in runs)
        {
            common = ReferenceEquals(run.At, common) || run.At.SequenceEqual(common) ? common : [.. common.Intersect(run.At)];
        }

        return [.. common.Order()];
    }

    /// <summary>The points of a run that are at the places.</summary>
    private static int[] Indices(RunCurve run, double[] places)
    {
        Dictionary<double, int> indices = run.At.Select((at, i) => (at, i)).ToDictionary(pair => pair.at, pair => pair.i);
        return [.. places.Select(place => indices[place])];
    }
}
