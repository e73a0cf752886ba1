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

        // In order of size: moving on by a row changes two of them. NaN counts as the smallest.
        List<double> sorted = [];
        double[] medians = new double[values.Length];
        int half = window / 2;
        for (int i = -half; i < values.Length; i++)
        {
            if (i > half)
            {
                sorted.RemoveAt(sorted.BinarySearch(values[i - half - 1]));
            }

            if (i + half < values.Length)
            {
                int place = sorted.BinarySearch(values[i + half]);
                sorted.Insert(place < 0 ? ~place : place, values[i + half]);
            }

            if (i >= 0)
            {
                double upper = sorted[sorted.Count / 2];
                medians[i] = double.IsNaN(sorted[0]) ? double.NaN : sorted.Count % 2 == 1 ? upper : (sorted[(sorted.Count / 2) - 1] + upper) / 2;
            }
        }

        return medians;
    }
}
