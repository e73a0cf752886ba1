using System.Numerics;
using StructuralError.Cpu.Kernels;

namespace StructuralError.Tests.Kernels.Scalar;

/// <summary>What <see cref="Tile{T, TVector, TWide, TSimd}"/> computes, in plain loops and float64.</summary>
internal static class ScalarTile
{
    /// <summary>y[r, v] = init[r, v] + Σ_k x[X_k + r·stride] · w[W_k + v].</summary>
    /// <param name="x">Scalars; row r reads <paramref name="xStride"/> elements after row r − 1.</param>
    /// <param name="w">Vectors of <paramref name="columns"/> elements.</param>
    /// <param name="xOffsets">X_k.</param>
    /// <param name="wOffsets">W_k, as many as <paramref name="xOffsets"/>.</param>
    /// <param name="init">Shape [rows, columns]; empty means zero.</param>
    /// <param name="y">Destination, shape [rows, columns].</param>
    public static void Multiply<T>(
        ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> w, ReadOnlySpan<int> xOffsets,
        ReadOnlySpan<int> wOffsets, ReadOnlySpan<double> init, int rows, int columns, Span<double> y)
        where T : INumber<T>
    {
        for (int r = 0; r < rows; r++)
        {
            for (int v = 0; v < columns; v++)
            {
                double sum = init.IsEmpty ? 0 : init[(r * columns) + v];
                for (int k = 0; k < xOffsets.Length; k++)
                {
                    sum += double.CreateTruncating(x[xOffsets[k] + (r * xStride)]) * double.CreateTruncating(w[wOffsets[k] + v]);
                }

                y[(r * columns) + v] = sum;
            }
        }
    }
}
