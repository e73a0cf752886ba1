using System.Runtime.Intrinsics;

namespace StructuralError.Reporting.Runs;

/// <summary>
/// Mean over a window of rows centred on each row. A mean, not a median, because it is linear: smoothed curves still fulfil
/// upper bound = gradient norm + U and G = U − L, and the bounds still enclose.
/// </summary>
internal static class RunningMean
{
    /// <summary>Shorter runs are drawn as they are.</summary>
    private const int FewestSmoothedRows = 120;

    /// <summary>Keeps the sums of very long runs short.</summary>
    private const int WidestWindow = 2001;

    /// <summary>How many rows figures average over, of a run of so many: a fortieth, made odd, or 1 where the run is short.</summary>
    public static int Window(int rows) => rows < FewestSmoothedRows ? 1 : Math.Clamp((rows / 40) | 1, 11, WidestWindow);

    /// <summary>
    /// The mean of the finite values among the <paramref name="window"/> rows around each row; at the ends of the run, of those there are.
    /// Where the row itself is not finite the result is NaN, so that a gap stays a gap.
    /// </summary>
    /// <param name="window">Odd, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An even or smaller window.</exception>
    public static double[] Of(IReadOnlyList<double> values, int window)
    {
        if (window < 1 || window % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "A centred window has an odd length.");
        }

        double[] rows = values as double[] ?? [.. values];

        // The window reaches beyond both ends. Adding 0 leaves a sum as it is.
        double[] padded = new double[rows.Length + window - 1];
        int[] before = new int[padded.Length + 1];
        for (int i = 0; i < padded.Length; i++)
        {
            int row = i - (window / 2);
            bool counts = row >= 0 && row < rows.Length && double.IsFinite(rows[row]);
            padded[i] = counts ? rows[row] : 0;
            before[i + 1] = before[i] + (counts ? 1 : 0);
        }

        double[] means = Sums(padded, window, rows.Length);
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = double.IsFinite(rows[i]) ? means[i] / (before[i + window] - before[i]) : double.NaN;
        }

        return means;
    }

    /// <summary>
    /// Sums of each <paramref name="window"/> numbers that follow one another. Each is summed anew, in order, so that what one row holds leaves no trace beyond
    /// its window; several at a time, since a long run has a long window.
    /// </summary>
    private static double[] Sums(double[] values, int window, int count)
    {
        double[] sums = new double[count];
        int width = Vector512<double>.Count, i = 0;
        for (; i + (4 * width) <= count; i += 4 * width)
        {
            var (first, second, third, fourth) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
            for (int j = i; j < i + window; j++)
            {
                ReadOnlySpan<double> next = values.AsSpan(j, 4 * width);
                first += Vector512.Create(next);
                second += Vector512.Create(next[width..]);
                third += Vector512.Create(next[(2 * width)..]);
                fourth += Vector512.Create(next[(3 * width)..]);
            }

            first.CopyTo(sums, i);
            second.CopyTo(sums, i + width);
            third.CopyTo(sums, i + (2 * width));
            fourth.CopyTo(sums, i + (3 * width));
        }

        for (; i < count; i++)
        {
            for (int j = i; j < i + window; j++)
            {
                sums[i] += values[j];
            }
        }

        return sums;
    }
}
