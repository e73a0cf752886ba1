using System.Numerics;
using StructuralError.Cpu.Kernels;

namespace StructuralError.Tests.Kernels.Scalar;

/// <summary>What <see cref="RowTile{T, TVector, TWide, TSimd}"/> computes, in plain loops and float64.</summary>
internal static class ScalarRowTile
{
    /// <summary>y[v] = init[v] + Σ_k x[X_k·xStep] · w[W_k·wStep + v] for every v of <paramref name="y"/>.</summary>
    /// <param name="xOffsets">X_k.</param>
    /// <param name="wOffsets">W_k, as many as <paramref name="xOffsets"/>.</param>
    /// <param name="init">As long as <paramref name="y"/>; empty means zero.</param>
    public static void Multiply<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<int> xOffsets, int xStep, ReadOnlySpan<T> w,
        ReadOnlySpan<int> wOffsets, int wStep, ReadOnlySpan<double> init, Span<double> y)
        where T : INumber<T>
    {
        for (int v = 0; v < y.Length; v++)
        {
            double sum = init.IsEmpty ? 0 : init[v];
            for (int k = 0; k < xOffsets.Length; k++)
            {
                sum += double.CreateTruncating(x[xOffsets[k] * xStep]) * double.CreateTruncating(w[(wOffsets[k] * wStep) + v]);
            }

            y[v] = sum;
        }
    }
}
