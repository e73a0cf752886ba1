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
                for (int c = 0; c < columns; c++)
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
}
