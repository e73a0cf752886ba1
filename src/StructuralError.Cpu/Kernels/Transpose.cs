using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StructuralError.Cpu.Kernels;

/// <summary>Copies a matrix transposed.</summary>
internal static unsafe class Transpose<T>
    where T : unmanaged
{
    /// <summary>destination[c, r] = source[r, c].</summary>
    /// <param name="source">Shape [rows, columns], rows <paramref name="sourceStride"/> elements apart.</param>
    /// <param name="destination">Shape [columns, rows], rows <paramref name="destinationStride"/> elements apart. Must not overlap the source.</param>
    public static void Copy(T* source, int sourceStride, int rows, int columns, T* destination, int destinationStride)
    {
        unchecked
        {
            // Blocks of 16 × 16 keep both sides within the first-level cache.
            const int Block = 16;
            for (int r0 = 0; r0 < rows; r0 += Block)
            {
                int r1 = Math.Min(rows, r0 + Block);
                int c = 0;
                for (; typeof(T) == typeof(float) && Sse.IsSupported && r1 - r0 == Block && c + 4 <= columns; c += 4)
                {
                    for (int r = r0; r < r1; r += 4)
                    {
                        float* from = (float*)(source + ((nint)r * sourceStride) + c);
                        CopyFour(from, sourceStride, (float*)(destination + ((nint)c * destinationStride) + r), destinationStride);
                    }
                }

                for (; c < columns; c++)
                {
                    T* to = destination + ((nint)c * destinationStride);
                    T* from = source + c;
                    for (int r = r0; r < r1; r++)
                    {
                        to[r] = from[(nint)r * sourceStride];
                    }
                }
            }
        }
    }

    /// <summary>4 × 4 elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyFour(float* from, nint fromStride, float* to, nint toStride)
    {
        Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + fromStride);
        Vector128<float> c = Vector128.Load(from + (2 * fromStride)), d = Vector128.Load(from + (3 * fromStride));
        Vector128<float> low = Sse.UnpackLow(a, b), high = Sse.UnpackHigh(a, b), nextLow = Sse.UnpackLow(c, d), nextHigh = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(low, nextLow).Store(to);
        Sse.MoveHighToLow(nextLow, low).Store(to + toStride);
        Sse.MoveLowToHigh(high, nextHigh).Store(to + (2 * toStride));
        Sse.MoveHighToLow(nextHigh, high).Store(to + (3 * toStride));
    }
}
