using MathNet.Numerics.Statistics;

namespace StructuralError.Core.Statistics;

/// <summary>When a noisy series settles: the settling time of control engineering, with a band of 10 % of its whole movement.</summary>
public static class Settling
{
    /// <summary>Rows whose median is the final value, the paper's window.</summary>
    public const int FinalRows = LocalPearson.PaperWindow;

    /// <summary>Half width of the band around the final value, as a share of the running median's range over the run.</summary>
    public const double Band = 0.1;

    /// <summary>Standard deviations of the rows around their running median by which the series has to have moved at all.</summary>
    public const double LeastMovement = 5;

    // The median absolute deviation of a normal distribution is σ / 1.4826.
    private const double NormalScale = 1.4826;

    /// <summary>The first row from which the running median (<see cref="RunningMedian"/>) stays within the band around the final value to the end.</summary>
    /// <returns>
    /// null where the series has not settled: fewer than 2 × <see cref="FinalRows"/> rows remain from there (a series that still moves passes its own last
    /// value late), or it has not moved yet, its running median ranging over less than <see cref="LeastMovement"/> standard deviations of the rows around it.
    /// Also null where it is not finite.
    /// </returns>
    public static int? Row(ReadOnlySpan<double> values, double band = Band)
    {
        if (values.Length < 2 * FinalRows)
        {
            return null;
        }

        double[] smooth = RunningMedian.Of(values);
        double final = values[^FinalRows..].ToArray().Median(), range = smooth.Maximum() - smooth.Minimum();
        if (!(range > LeastMovement * Deviation(values, smooth)))
        {
            return null;
        }

        int row = Array.FindLastIndex(smooth, median => !(Math.Abs(median - final) <= band * range)) + 1;
        return smooth.Length - row >= 2 * FinalRows ? row : null;
    }

    private static double Deviation(ReadOnlySpan<double> values, double[] smooth)
    {
        double[] distances = [.. values.ToArray().Zip(smooth, (value, median) => Math.Abs(value - median))];
        return NormalScale * ArrayStatistics.MedianInplace(distances);
    }
}
