using System.Numerics;
using StructuralError.Cpu.Kernels;

namespace StructuralError.Tests.Kernels.Scalar;

/// <summary>What <see cref="Gram{T, TVector, TWide, TSimd}"/> computes, in plain loops and float64.</summary>
internal static class ScalarGram
{
    /// <summary>target[i, j] += scale · Σ_v a[i, v] · a[j, v], both triangles.</summary>
    /// <param name="a">Rows of <paramref name="length"/> elements, <paramref name="stride"/> elements apart.</param>
    /// <param name="target">Shape [rows, rows].</param>
    public static void Add<T>(ReadOnlySpan<T> a, int stride, int rows, int length, double scale, Span<double> target)
        where T : INumber<T>
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                double sum = 0;
                for (int v = 0; v < length; v++)
                {
                    sum += double.CreateTruncating(a[(i * stride) + v]) * double.CreateTruncating(a[(j * stride) + v]);
                }

                target[(i * rows) + j] += scale * sum;
            }
        }
    }
}
