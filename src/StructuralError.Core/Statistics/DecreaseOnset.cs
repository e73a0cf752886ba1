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
    /// The first row from which the running median stays at least <paramref name="margin"/> below the initial level; null where there is none.
    /// </summary>
    public static int? Row(ReadOnlySpan<double> values, double margin = Margin) => LevelCrossing.StaysBelow(values, InitialLevel(values) - margin);
}
