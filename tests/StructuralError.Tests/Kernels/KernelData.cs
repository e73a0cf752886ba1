using System.Numerics;
using System.Numerics.Tensors;
using Xunit.Sdk;

namespace StructuralError.Tests.Kernels;

/// <summary>Random input of kernels, and the comparison of their sums.</summary>
internal static class KernelData
{
    /// <summary>Half of the spacing of the numbers just above 1: 2⁻²⁴ or 2⁻⁵³.</summary>
    public static double UnitRoundoff<T>()
        where T : IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);

    /// <summary>Uniform in (−1, 1), rounded to the element type.</summary>
    public static void Fill<T>(System.Random random, Span<T> values)
        where T : IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T value in values)
        {
            value = T.CreateTruncating((2 * random.NextDouble()) - 1);
        }
    }

    public static int[] Offsets(System.Random random, int count, int limit)
    {
        int[] offsets = new int[count];
        foreach (ref int offset in offsets.AsSpan())
        {
            offset = random.Next(limit);
        }

        return offsets;
    }

    public static double[] Widen<T>(ReadOnlySpan<T> values)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double[] wide = new double[values.Length];
        TensorPrimitives.ConvertTruncating(values, wide);
        return wide;
    }

    public static T[] Magnitudes<T>(ReadOnlySpan<T> values)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T[] magnitudes = new T[values.Length];
        TensorPrimitives.Abs(values, magnitudes);
        return magnitudes;
    }

    /// <summary>
    /// |actual − expected| ≤ γ · magnitude, where magnitude is the sum of the terms' absolute values. A sum of n products, in whatever order and
    /// fused or not, is off by at most γ = (n + 1)·u to first order (Higham, Accuracy and Stability of Numerical Algorithms, 3.1), u the unit
    /// roundoff; the expected value is such a sum itself, hence twice that.
    /// </summary>
    public static void AssertSums(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, ReadOnlySpan<double> magnitude, int terms, double unitRoundoff, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = 2 * (terms + 1) * unitRoundoff * magnitude[i];
            if (!(Math.Abs(actual[i] - expected[i]) <= tolerance))
            {
                throw new XunitException($"{what}: [{i}]: expected {expected[i]:R}, actual {actual[i]:R}, tolerance {tolerance:E2}.");
            }
        }
    }
}
