using MathNet.Numerics.Statistics;

namespace StructuralError.Core.Statistics;

/// <summary>The onset of a decrease: when a noisy series has left its initial level downwards for good.</summary>
public static class DecreaseOnset
{
    /// <summary>Rows whose median is the initial level: few, since shallow networks begin to learn within twenty steps.</summary>
    public const int InitialRows = 10;

    /// <summary>
    /// How far below its initial level the log fitting error has to be: 0.1, E_f lower by a tenth. In the flat stretch before a late decrease the running
    /// median strays from the initial level by less than 0.005 (MNIST, model a, k = 3 to 5, three seeds), and over an epoch it falls by 2 or more.
    /// </summary>
    public const double Margin = 0.1;

    /// <summary>Median of the first <see cref="InitialRows"/> rows.</summary>
    public static double InitialLevel(ReadOnlySpan<double> values) => values[..Math.Min(InitialRows, values.Length)].ToArray().Median();

    /// <summary>
    /// The first row from which the running median (<see cref="RunningMedian"/>) is at least <paramref name="margin"/> below the initial level in every row to
    /// the end; null where there is none, or where fewer than half a window of rows remain, so that a last dip does not count.
    /// </summary>
    public static int? Row(ReadOnlySpan<double> values, double margin = Margin)
    {
        double[] smooth = RunningMedian.Of(values);
        double level = InitialLevel(values) - margin;
        int row = Array.FindLastIndex(smooth, median => !(median <= level)) + 1;
        return smooth.Length - row > RunningMedian.DefaultWindow / 2 ? row : null;
    }
}
