using StructuralError.Cpu.Kernels;

namespace StructuralError.Tests.Kernels.Scalar;

/// <summary>What <see cref="Transpose{T}"/> computes, in plain loops.</summary>
internal static class ScalarTranspose
{
    /// <summary>destination[c, r] = source[r, c].</summary>
    /// <param name="source">Shape [rows, columns], rows <paramref name="sourceStride"/> elements apart.</param>
    /// <param name="destination">Shape [columns, rows], rows <paramref name="destinationStride"/> elements apart.</param>
    public static void Copy<T>(ReadOnlySpan<T> source, int sourceStride, int rows, int columns, Span<T> destination, int destinationStride)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                destination[(c * destinationStride) + r] = source[(r * sourceStride) + c];
            }
        }
    }
}
