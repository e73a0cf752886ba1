using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace StructuralError.Core.Statistics;

/// <summary>The mean of one value over several seeds and its 95 % confidence interval, x̄ ± t₀.₉₇₅(n − 1)·s/√n, s the sample's standard deviation.</summary>
/// <remarks>Student's interval: seeds are independent draws of the same experiment, their number is small, and their spread is not known beforehand.</remarks>
/// <param name="Lower">NaN with fewer than two seeds.</param>
/// <param name="Upper">NaN with fewer than two seeds.</param>
public readonly record struct SeedInterval(double Mean, double Lower, double Upper)
{
    private const double UpperTail = 0.975;

    // Found by iteration, and asked for at every step of every curve.
    private static readonly ConcurrentDictionary<int, double> Quantiles = [];

    /// <summary>NaN throughout where a value is NaN or there is none.</summary>
    public static SeedInterval Of(double[] values)
    {
        double mean = values.Sum() / values.Length;
        if (values.Length < 2)
        {
            return new(mean, double.NaN, double.NaN);
        }

        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        double half = Quantile(values.Length - 1) * deviation / Math.Sqrt(values.Length);
        return new(mean, mean - half, mean + half);
    }

    /// <summary>t₀.₉₇₅ of Student's distribution: 12.706 for one degree of freedom, 2.776 for four.</summary>
    public static double Quantile(int degreesOfFreedom) => Quantiles.GetOrAdd(degreesOfFreedom, degrees => StudentT.InvCDF(0, 1, degrees, UpperTail));
}
