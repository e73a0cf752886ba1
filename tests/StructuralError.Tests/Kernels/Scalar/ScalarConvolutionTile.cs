using System.Numerics;
using StructuralError.Cpu.Kernels;

namespace StructuralError.Tests.Kernels.Scalar;

/// <summary>What <see cref="ConvolutionTile{T, TVector, TWide, TSimd}"/> computes, in plain loops and float64.</summary>
internal static class ScalarConvolutionTile
{
    private const int Kernel = 3;

    /// <summary>y[x, v] = init[v] + Σ_{ky, kx, i} in[ky, x + kx, i] · w[ky, kx, i, v].</summary>
    /// <param name="input">Rows <paramref name="rowPitch"/> apart, columns <paramref name="columnStride"/> apart.</param>
    /// <param name="w">Rows of <paramref name="width"/> elements.</param>
    /// <param name="init">[width]; empty means zero.</param>
    /// <param name="y">[columns, width].</param>
    public static void Multiply<T>(
        int columns, int channels, ReadOnlySpan<T> input, int rowPitch, int columnStride,
        ReadOnlySpan<T> w, int width, ReadOnlySpan<double> init, Span<double> y)
        where T : INumber<T>
    {
        for (int x = 0; x < columns; x++)
        {
            for (int v = 0; v < width; v++)
            {
                double sum = init.IsEmpty ? 0 : init[v];
                for (int tap = 0; tap < Kernel * Kernel; tap++)
                {
                    int from = (tap / Kernel * rowPitch) + ((x + (tap % Kernel)) * columnStride);
                    for (int i = 0; i < channels; i++)
                    {
                        sum += double.CreateTruncating(input[from + i]) * double.CreateTruncating(w[(((tap * channels) + i) * width) + v]);
                    }
                }

                y[(x * width) + v] = sum;
            }
        }
    }
}
