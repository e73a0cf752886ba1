using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StructuralError.Cpu.Kernels;

/// <summary>Lists of the places where bits are set.</summary>
internal static unsafe class BitLists
{
    /// <summary>Elements that a destination must have room for beyond what is counted: whole vectors are stored.</summary>
    public const int Slack = 16;

    /// <summary>Writes <paramref name="first"/> + i for every set bit i of the low 16, ascending, and returns how many there are.</summary>
    /// <param name="bits">None above bit 15 may be set.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Append(uint bits, int first, int* destination)
    {
        Debug.Assert(bits <= ushort.MaxValue);
        if (Avx512F.IsSupported)
        {
            Compress(bits, Vector512.Create(first) + Vector512<int>.Indices).Store(destination);
            return BitOperations.PopCount(bits);
        }

        int count = 0;
        for (; bits != 0; bits &= bits - 1)
        {
            destination[count++] = first + BitOperations.TrailingZeroCount(bits);
        }

        return count;
    }

    /// <summary>Writes <c>source[i]</c> for every set bit i of the low 16, in order.</summary>
    /// <param name="source">Readable up to element 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(uint bits, int* source, int* destination)
    {
        if (Avx512F.IsSupported)
        {
            Compress(bits, Vector512.Load(source)).Store(destination);
            return;
        }

        for (; bits != 0; bits &= bits - 1)
        {
            *destination++ = source[BitOperations.TrailingZeroCount(bits)];
        }
    }

    /// <summary>Writes <paramref name="value"/> as many times as bits are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill(uint bits, int value, int* destination)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512.Create(value).Store(destination);
            return;
        }

        new Span<int>(destination, BitOperations.PopCount(bits)).Fill(value);
    }

    /// <summary>Turns rows of 16 bits into columns: bit n of <c>columns[lane·stride + n/64]</c> is bit <c>lane</c> of <c>rows[n]</c>.</summary>
    /// <param name="rows">A multiple of 64 rows.</param>
    /// <param name="lanes">Columns wanted, at most 16.</param>
    public static void Transpose(ushort* rows, int count, int lanes, ulong* columns, int stride)
    {
        unchecked
        {
            for (int word = 0; word < count / 64; word++)
            {
                Vector512<ushort> low = Vector512.Load(rows + (word * 64)), high = Vector512.Load(rows + (word * 64) + 32);
                for (int lane = 0; lane < lanes; lane++)
                {
                    ulong first = Vector512.ShiftLeft(low, 15 - lane).ExtractMostSignificantBits();
                    ulong second = Vector512.ShiftLeft(high, 15 - lane).ExtractMostSignificantBits();
                    columns[(lane * stride) + word] = first | (second << 32);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Compress(uint bits, Vector512<int> values)
    {
        Vector512<int> lane = Vector512.Create(
            1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);
        return Avx512F.Compress(Vector512<int>.Zero, Vector512.Equals(Vector512.Create((int)bits) & lane, lane), values);
    }
}
