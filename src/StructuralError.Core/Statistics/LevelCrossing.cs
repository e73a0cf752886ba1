namespace StructuralError.Core.Statistics;

/// <summary>When a noisy series has fallen below a level for good.</summary>
public static class LevelCrossing
{
    /// <summary>
    /// The first row from which the running median (<see cref="RunningMedian"/>) is at or below <paramref name="level"/> in every row to the end; null where
    /// there is none, or where fewer than half a window of rows remain, so that a last dip does not count.
    /// </summary>
    public static int? StaysBelow(ReadOnlySpan<double> values, double level)
    {
        double[] smooth = RunningMedian.Of(values);
        int row = smooth.Length;
        while (row > 0 && smooth[row - 1] <= level)
        {
            row--;
        }

        return smooth.Length - row > RunningMedian.DefaultWindow / 2 ? row : null;
    }
}
