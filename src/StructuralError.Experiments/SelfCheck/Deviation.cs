using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>
/// How far results are apart: the largest difference, relative to the largest expected entry of the same tensor. Not a number where a difference is not
/// one.
/// </summary>
internal static class Deviation
{
    /// <summary>max_i |a_i − e_i| / max_i |e_i|; absolute where nothing but zeros is expected.</summary>
    public static double Of(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        if (expected.Length != actual.Length)
        {
            throw new ArgumentException($"{actual.Length} values cannot be compared with {expected.Length}.");
        }

        double largest = 0, difference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            difference = Math.Max(difference, Math.Abs(actual[i] - expected[i]));
        }

        return largest > 0 ? difference / largest : difference;
    }

    public static double Of(double expected, double actual) => Of([expected], [actual]);

    /// <summary>The largest over all that both measured.</summary>
    public static double Of(Measurements expected, Measurements actual)
    {
        (int n, int c) = (expected.Count, expected.Classes);
        if (actual.Count != n)
        {
            throw new ArgumentException($"{actual.Count} samples were measured, not {n}.");
        }

        double largest = Of(expected.Loss.AsSpan(0, n), actual.Loss.AsSpan(0, n));
        if (expected.Level >= MeasurementLevel.Structure && actual.Level >= MeasurementLevel.Structure)
        {
            largest = Largest(
                largest,
                Of(expected.Logits.AsSpan(0, n * c), actual.Logits.AsSpan(0, n * c)),
                Of(expected.FittingError.AsSpan(0, n), actual.FittingError.AsSpan(0, n)),
                Of(expected.GradientNorm.AsSpan(0, n), actual.GradientNorm.AsSpan(0, n)),
                Of(Eigenvalues(expected, actual.AllEigenvalues), Eigenvalues(actual, actual.AllEigenvalues)));
        }

        return expected.Level >= MeasurementLevel.Matrix && actual.Level >= MeasurementLevel.Matrix
            ? Largest(largest, Of(expected.A.AsSpan(0, n * c * c), actual.A.AsSpan(0, n * c * c)))
            : largest;
    }

    /// <summary>The largest over all parameters and their momentum.</summary>
    public static double Of(ParameterSet expected, ParameterSet actual) => Largest([
        .. expected.Parameters.Zip(actual.Parameters, (e, a) => Largest(Of(e.Values, a.Values), Of(e.Momentum, a.Momentum)))]);

    /// <summary>Those of all samples, or the ends of each.</summary>
    private static double[] Eigenvalues(Measurements measured, bool all)
    {
        double[] values = measured.Eigenvalues[..(measured.Count * measured.Classes)];
        return all ? values : [.. values.Where((_, i) => i % measured.Classes == 0 || (i + 1) % measured.Classes == 0)];
    }

    /// <summary>How many of the numbers have other bits.</summary>
    public static double Bits(double[] first, double[] second) => Math.Abs(first.Length - second.Length)
        + first.Zip(second).Count(pair => BitConverter.DoubleToInt64Bits(pair.First) != BitConverter.DoubleToInt64Bits(pair.Second));

    /// <summary>The largest, or not a number where one of them is none.</summary>
    public static double Largest(params ReadOnlySpan<double> deviations)
    {
        double largest = 0;
        foreach (double deviation in deviations)
        {
            largest = Math.Max(largest, deviation);
        }

        return largest;
    }
}
