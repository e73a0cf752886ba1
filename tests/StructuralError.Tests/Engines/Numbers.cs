using StructuralError.Core.Networks;
using Xunit.Sdk;

namespace StructuralError.Tests.Engines;

/// <summary>Comparisons of tensors. All of them fail on NaN.</summary>
public static class Numbers
{
    /// <summary>|actual − expected| ≤ relative · max|expected| for every entry.</summary>
    public static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double relative, string what) =>
        AssertWithin(expected, actual, relative * Largest(expected), what);

    /// <summary>|actual − expected| ≤ tolerance for every entry.</summary>
    public static void AssertWithin(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        if (expected.Length != actual.Length)
        {
            throw new XunitException($"{what}: {actual.Length} values, expected {expected.Length}.");
        }

        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= tolerance))
            {
                throw new XunitException($"{what}[{i}]: expected {expected[i]:R}, actual {actual[i]:R}, tolerance {tolerance:E2}.");
            }
        }
    }

    public static void AssertClose(double expected, double actual, double relative, string what) => AssertClose([expected], [actual], relative, what);

    public static void AssertAtMost(double value, double limit, string what)
    {
        if (!(value <= limit))
        {
            throw new XunitException($"{what}: {value:R} is not at most {limit:R}.");
        }
    }

    /// <summary>The same bits; a NaN equals the same NaN.</summary>
    public static void AssertSameBits(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what)
    {
        if (expected.Length != actual.Length)
        {
            throw new XunitException($"{what}: {actual.Length} values, expected {expected.Length}.");
        }

        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(expected[i]) != BitConverter.DoubleToInt64Bits(actual[i]))
            {
                throw new XunitException($"{what}[{i}]: expected {expected[i]:R}, actual {actual[i]:R}, which differ.");
            }
        }
    }

    /// <summary>Compares values and momentum of every parameter, each against the largest entry of its tensor.</summary>
    public static void AssertClose(ParameterSet expected, ParameterSet actual, double relative, string what)
    {
        foreach ((Parameter e, Parameter a) in expected.Parameters.Zip(actual.Parameters))
        {
            AssertClose(e.Values, a.Values, relative, $"{what} {e.Name}");
            AssertClose(e.Momentum, a.Momentum, relative, $"{what} momentum of {e.Name}");
        }
    }

    public static void AssertSameBits(ParameterSet expected, ParameterSet actual, string what)
    {
        foreach ((Parameter e, Parameter a) in expected.Parameters.Zip(actual.Parameters))
        {
            AssertSameBits(e.Values, a.Values, $"{what} {e.Name}");
            AssertSameBits(e.Momentum, a.Momentum, $"{what} momentum of {e.Name}");
        }
    }

    /// <summary>max|values|; NaN where one is NaN, so that a tolerance made of it fails too.</summary>
    public static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
