namespace StructuralError.Core.Structure;

/// <summary>The natural logarithm of what cannot be negative.</summary>
internal static class Logarithm
{
    /// <summary>ln x; −∞ where x is not positive, since a negative value stands for 0 at working precision. NaN stays NaN.</summary>
    public static double OfNonNegative(double x) => x <= 0 ? double.NegativeInfinity : Math.Log(x);
}

/// <summary>
/// A sum of what cannot be negative, in one number: the sum itself, or, while it is too small for float64, its logarithm, which is below
/// <see cref="LargestLogarithm"/>. No sum is: rounding makes it negative by far less.
/// </summary>
internal static class LogarithmicSum
{
    private const double LargestLogarithm = -500;

    /// <summary>Goes on with the sum of the samples before; 0 for none.</summary>
    public static double Add(double sum, SampleValues values)
    {
        for (int n = 0; n < values.Count; n++)
        {
            sum = !values.IsSmall(n) ? Plain(sum, values[n]) + values[n]
                : values.Log(n) >= LargestLogarithm ? Plain(sum, 1) + Math.Exp(values.Log(n))
                : Join(sum, values.Log(n));
        }

        return sum;
    }

    /// <summary>ln of the mean; −∞ where the sum is not positive.</summary>
    public static double LogMean(double sum, int samples) => sum < LargestLogarithm ? sum - Math.Log(samples) : Logarithm.OfNonNegative(sum / samples);

    /// <summary>The sum itself, to add a value to.</summary>
    private static double Plain(double sum, double value) => sum < LargestLogarithm && value != 0 ? Math.Exp(sum) : sum;

    /// <summary>Adds e^log, which is nothing to a sum that is not small itself.</summary>
    private static double Join(double sum, double log)
    {
        if (double.IsNegativeInfinity(log) || !(sum <= 0))
        {
            return sum;
        }

        if (sum >= LargestLogarithm)
        {
            return log;
        }

        double joined = Math.Max(sum, log) + Math.Log(1 + Math.Exp(-Math.Abs(sum - log)));
        return joined < LargestLogarithm ? joined : Math.Exp(joined);
    }
}
