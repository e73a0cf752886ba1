using MathNet.Numerics.Statistics;

namespace StructuralError.Core.Statistics;

/// <summary>Median over a window of rows centred on each row: the level of a noisy series. A median, so that a single odd batch does not move it.</summary>
public static class RunningMedian
{
    /// <summary>Window of the claims, in rows: half the paper's window of 50, odd so that it has a centre.</summary>
    public const int DefaultWindow = 25;

    /// <summary>The median of the <paramref name="window"/> rows around each row; at the ends, of those there are. NaN where one of them is NaN.</summary>
    /// <param name="window">Odd, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An even or smaller window.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int window = DefaultWindow)
    {
        if (window < 1 || window % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "A centred window has an odd length.");
        }

        double[] medians = new double[values.Length];
        for (int i = 0; i < medians.Length; i++)
        {
            int first = Math.Max(0, i - (window / 2)), end = Math.Min(values.Length, i + (window / 2) + 1);
            medians[i] = MedianOf(values[first..end]);
        }

        return medians;
    }

    private static double MedianOf(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                return double.NaN;
            }
        }

        return ArrayStatistics.MedianInplace(values.ToArray());
    }
}
