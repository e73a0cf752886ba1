namespace StructuralError.Reporting.Runs;

/// <summary>
/// Mean over a window of rows centred on each row. A mean, not a median, because it is linear: smoothed curves still fulfil
/// upper bound = gradient norm + U and G = U − L, and the bounds still enclose.
/// </summary>
public static class RunningMean
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
        ArgumentNullException.ThrowIfNull(values);
        if (window < 1 || window % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "A centred window has an odd length.");
        }

        double[] means = new double[values.Count];
        for (int i = 0; i < means.Length; i++)
        {
            // Summed anew for each row: what one row holds leaves no trace beyond its window.
            double sum = 0;
            int count = 0;
            for (int j = Math.Max(0, i - (window / 2)); j <= Math.Min(means.Length - 1, i + (window / 2)); j++)
            {
                if (double.IsFinite(values[j]))
                {
                    sum += values[j];
                    count++;
                }
            }

            means[i] = double.IsFinite(values[i]) ? sum / count : double.NaN;
        }

        return means;
    }
}
