using StructuralError.Cpu.Kernels;

namespace StructuralError.Tests.Kernels.Scalar;

/// <summary>What <see cref="BitLists"/> computes, bit by bit.</summary>
internal static class ScalarBitLists
{
    /// <summary><paramref name="first"/> + i for every set bit i of the low 16, ascending.</summary>
    public static int[] Places(uint bits, int first)
    {
        var places = new List<int>();
        for (int i = 0; i < 16; i++)
        {
            if (IsSet(bits, i))
            {
                places.Add(first + i);
            }
        }

        return [.. places];
    }

    /// <summary>Bit n of <c>columns[lane·stride + n/64]</c> becomes bit <c>lane</c> of <c>rows[n]</c>.</summary>
    /// <param name="lanes">Columns wanted, at most 16.</param>
    /// <param name="columns">Shape [lanes, stride].</param>
    public static void Transpose(ReadOnlySpan<ushort> rows, int lanes, Span<ulong> columns, int stride)
    {
        for (int n = 0; n < rows.Length; n++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                ulong bit = 1UL << (n % 64);
                ref ulong word = ref columns[(lane * stride) + (n / 64)];
                word = IsSet(rows[n], lane) ? word | bit : word & ~bit;
            }
        }
    }

    private static bool IsSet(uint bits, int place) => (bits >> place) % 2 == 1;
}
