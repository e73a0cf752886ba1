using System.Collections.Immutable;

namespace StructuralError.Core.Statistics;

/// <summary>Pearson correlation over the trailing window of two series (paper, section 5.2: window 50).</summary>
/// <exception cref="ArgumentOutOfRangeException">A window shorter than 2.</exception>
public sealed class LocalPearson(int window = LocalPearson.PaperWindow)
{
    /// <summary>Window of the paper, in rows.</summary>
    public const int PaperWindow = 50;

    // 2⁻⁵², the distance from 1 to the next number.
    private const double Rounding = 2.220446049250313e-16;

    // Oldest first, at the end: the first places stay empty until the window is full.
    private readonly double[] _x = new double[window >= 2 ? window : throw new ArgumentOutOfRangeException(nameof(window))];
    private readonly double[] _y = new double[window];
    private int _count;

    /// <summary>The x of the pairs that a next one will be seen with, oldest first; added again to a new window they lead to the same results.</summary>
    public ImmutableArray<double> X => [.. _x[^_count..]];

    /// <summary>Their y.</summary>
    public ImmutableArray<double> Y => [.. _y[^_count..]];

    /// <summary>Adds a pair and returns r over the last <c>window</c> pairs.</summary>
    /// <returns>
    /// r = Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²), computed in two passes over the window; null while the window is not full or where one of the series is not
    /// finite or stands still: max − min ≤ window · 2⁻⁵² · max |x|, since numbers so close differ by the rounding of what they were computed from.
    /// </returns>
    public double? Add(double x, double y)
    {
        Push(_x, x);
        Push(_y, y);
        _count = Math.Min(_count + 1, _x.Length);
        if (_count < _x.Length || StandsStill(_x) || StandsStill(_y))
        {
            return null;
        }

        double meanX = _x.Average(), meanY = _y.Average();
        double xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < _x.Length; i++)
        {
            double dx = _x[i] - meanX, dy = _y[i] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        double r = xy / (Math.Sqrt(xx) * Math.Sqrt(yy));
        return double.IsFinite(r) ? Math.Clamp(r, -1, 1) : null;
    }

    private static void Push(double[] series, double value)
    {
        series.AsSpan(1).CopyTo(series);
        series[^1] = value;
    }

    private static bool StandsStill(double[] series)
    {
        double smallest = series.Min(), largest = series.Max();
        return largest - smallest <= series.Length * Rounding * Math.Max(Math.Abs(smallest), Math.Abs(largest));
    }
}
