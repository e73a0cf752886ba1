namespace StructuralError.Benchmarks.Running;

internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>
    /// The line intercept + slope·x whose largest relative deviation |y − line| / y is the smallest that a line can have (Chebyshev's approximation): three points decide it, at which the
    /// deviation is the same with alternating signs, and of all threes the one with the largest.
    /// </summary>
    /// <param name="x">At least three, all different.</param>
    /// <param name="y">Positive.</param>
    public static (double Intercept, double Slope, double Deviation) Line(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        (double Intercept, double Slope, double Deviation) line = (0, 0, -1);
        (double X, double Y)[] points = [.. x.Zip(y).OrderBy(point => point.First)];
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = i + 1; j < points.Length; j++)
            {
                for (int k = j + 1; k < points.Length; k++)
                {
                    (double Intercept, double Slope, double Deviation) through = Through(points[i], points[j], points[k]);
                    line = through.Deviation > line.Deviation ? through : line;
                }
            }
        }

        return line;
    }

    /// <summary>line = y(1 + δ) at the outer points, y(1 − δ) at the one between.</summary>
    private static (double Intercept, double Slope, double Deviation) Through((double X, double Y) first, (double X, double Y) second, (double X, double Y) third)
    {
        double along = (second.X - first.X) / (third.X - first.X);
        double chord = first.Y + (along * (third.Y - first.Y));
        double deviation = (second.Y - chord) / (second.Y + chord);
        double slope = (third.Y - first.Y) * (1 + deviation) / (third.X - first.X);
        return ((first.Y * (1 + deviation)) - (slope * first.X), slope, Math.Abs(deviation));
    }
}
