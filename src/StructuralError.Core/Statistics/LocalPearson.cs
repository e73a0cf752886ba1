using System.Collections.Immutable;

namespace StructuralError.Core.Statistics;

/// <summary>Pearson correlation over the trailing window of two series (paper, section 5.2: window 50).</summary>
public sealed class LocalPearson
{
    /// <summary>Window of the paper, in rows.</summary>
    public const int PaperWindow = 50;

    // 2⁻⁵², the distance from 1 to the next number.
    private const double Rounding = 2.220446049250313e-16;

    private readonly double[] _x;
    private readonly double[] _y;
    private long _count;

    /// <exception cref="ArgumentOutOfRangeException">A window shorter than 2.</exception>
    public LocalPearson(int window = PaperWindow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        _x = new double[window];
        _y = new double[window];
    }

    /// <summary>The x of the pairs that a next one will be seen with, oldest first; added again to a new window they lead to the same results.</summary>
    public ImmutableArray<double> X => InOrder(_x);

    /// <summary>Their y.</summary>
    public ImmutableArray<double> Y => InOrder(_y);

    /// <summary>Adds a pair and returns r over the last <c>window</c> pairs.</summary>
    /// <returns>
    /// r = Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²), computed in two passes over the window; null while the window is not full or where one of the series is not
    /// finite or stands still: max − min ≤ window · 2⁻⁵² · max |x|, since numbers so close differ by the rounding of what they were computed from.
    /// </returns>
    public double? Add(double x, double y)
    {
        int slot = (int)(_count % _x.Length);
        _x[slot] = x;
        _y[slot] = y;
        _count++;
        if (_count < _x.Length)
        {
            return null;
        }

        // Oldest first, so that the result does not depend on where the ring stands.
        int oldest = (int)(_count % _x.Length);
        if (StandsStill(_x) || StandsStill(_y))
        {
            return null;
        }

        double meanX = Mean(_x, oldest), meanY = Mean(_y, oldest);
        double xx = 0, yy = 0, xy = 0;
        for (int i = 0, j = oldest; i < _x.Length; i++, j = j + 1 < _x.Length ? j + 1 : 0)
        {
            double dx = _x[j] - meanX, dy = _y[j] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        double r = xy / (Math.Sqrt(xx) * Math.Sqrt(yy));
        return double.IsFinite(r) ? Math.Clamp(r, -1, 1) : null;
    }

    private ImmutableArray<double> InOrder(double[] ring)
    {
        int count = (int)Math.Min(_count, ring.Length);
        var values = ImmutableArray.CreateBuilder<double>(count);
        for (long i = _count - count; i < _count; i++)
        {
            values.Add(ring[i % ring.Length]);
        }

        return values.MoveToImmutable();
    }

    private static bool StandsStill(double[] ring)
    {
        double smallest = ring[0], largest = ring[0];
        foreach (double value in ring)
        {
            (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
        }

        return largest - smallest <= ring.Length * Rounding * Math.Max(Math.Abs(smallest), Math.Abs(largest));
    }

    private static double Mean(double[] ring, int oldest)
    {
        double sum = 0;
        for (int i = oldest; i < ring.Length; i++)
        {
            sum += ring[i];
        }

        for (int i = 0; i < oldest; i++)
        {
            sum += ring[i];
        }

        return sum / ring.Length;
    }
}
