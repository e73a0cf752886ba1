namespace StructuralError.Benchmarks.Running;

internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The least-squares line y = intercept + slope·x, and the largest |y − line| / line.</summary>
    public static (double Intercept, double Slope, double Deviation) Line(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
        double intercept = meanY - (slope * meanX);
        return (intercept, slope, x.Zip(y, (a, b) => Math.Abs(b - intercept - (slope * a)) / (intercept + (slope * a))).Max());
    }
}
