using MathNet.Numerics.Statistics;

namespace StructuralError.Core.Statistics;

/// <summary>Windows of a run in which series stand still, or move.</summary>
public static class StillWindow
{
    /// <summary>Rows of a window, the paper's.</summary>
    public const int Rows = LocalPearson.PaperWindow;

    /// <summary>A series stands still where it changes by at most this share of its range over the run.</summary>
    public const double Share = 0.05;

    /// <summary>
    /// For each whole window of <see cref="Rows"/> rows, one after the other from row 0, the change of the series in it: |slope| × (rows − 1) of the
    /// least-squares line. Only the trend counts, not how much batches differ.
    /// </summary>
    public static double[] Changes(ReadOnlySpan<double> values)
    {
        double[] changes = new double[values.Length / Rows];
        for (int window = 0; window < changes.Length; window++)
        {
            changes[window] = Math.Abs(Slope(values.Slice(window * Rows, Rows))) * (Rows - 1);
        }

        return changes;
    }

    /// <summary>
    /// For each window, whether the series changes by at most <see cref="Share"/> of its range, the range of its running median (<see cref="RunningMedian"/>).
    /// </summary>
    public static bool[] Of(ReadOnlySpan<double> values)
    {
        double[] smooth = RunningMedian.Of(values);
        double still = Share * (smooth.Maximum() - smooth.Minimum());
        return [.. Changes(values).Select(change => change <= still)];
    }

    private static double Slope(ReadOnlySpan<double> values)
    {
        double mean = Mean(values), centre = (values.Length - 1) / 2.0, xy = 0, xx = 0;
        for (int i = 0; i < values.Length; i++)
        {
            xy += (i - centre) * (values[i] - mean);
            xx += (i - centre) * (i - centre);
        }

        return xy / xx;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
