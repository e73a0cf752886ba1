using MathNet.Numerics.Statistics;

namespace StructuralError.Analysis;

/// <summary>When a noisy series settles: the settling time of control engineering, with a band of 10 % of its whole movement.</summary>
public static class Settling
{
    /// <summary>Rows whose median is the final value, the paper's window.</summary>
    public const int FinalRows = LocalPearson.PaperWindow;

    /// <summary>Half width of the band around the final value, as a share of the running median's range over the run.</summary>
    public const double Band = 0.1;

    /// <summary>
    /// The first row from which the running median (<see cref="RunningMedian"/>) stays within the band around the final value to the end.
    /// </summary>
    /// <returns>
    /// null where fewer than 2 × <see cref="FinalRows"/> rows remain from there: a series that still moves passes its own last value late, and has not settled. Also null where the
    /// series is not finite.
    /// </returns>
    public static int? Row(ReadOnlySpan<double> values)
    {
        if (values.Length < 2 * FinalRows)
        {
            return null;
        }

        double[] smooth = RunningMedian.Of(values);
        double final = values[^FinalRows..].ToArray().Median(), band = Band * (smooth.Maximum() - smooth.Minimum());
        int row = smooth.Length;
        while (row > 0 && Math.Abs(smooth[row - 1] - final) <= band)
        {
            row--;
        }

        return smooth.Length - row >= 2 * FinalRows ? row : null;
    }
}
