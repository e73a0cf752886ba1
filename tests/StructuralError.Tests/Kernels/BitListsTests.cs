using StructuralError.Cpu.Kernels;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed unsafe class BitListsTests
{
    [Fact]
    public void Append_EveryPattern_ListsThePlacesOfItsBits()
    {
        using var destination = new GuardedBuffer<int>(BitLists.Slack);
        for (uint bits = 0; bits <= ushort.MaxValue; bits++)
        {
            int first = unchecked((int)(bits * 7919)) % 1000;
            int count = BitLists.Append(bits, first, destination.Origin);

            int[] expected = ScalarBitLists.Places(bits, first);
            if (!expected.AsSpan().SequenceEqual(destination.Span[..count]))
            {
                Assert.Fail($"{bits:b16} from {first}: {string.Join(' ', destination.Span[..count].ToArray())}");
            }
        }

        // Whole vectors are stored: up to the slack, no further.
        destination.AssertUntouchedExcept(_ => true, "beyond the slack");
    }

    [Fact]
    public void SelectAndFill_EveryPattern_GiveOneElementABit()
    {
        using var source = new GuardedBuffer<int>(16);
        for (int i = 0; i < 16; i++)
        {
            source.Span[i] = 1000 - (37 * i);
        }

        using var selected = new GuardedBuffer<int>(BitLists.Slack);
        using var filled = new GuardedBuffer<int>(BitLists.Slack);
        for (uint bits = 0; bits <= ushort.MaxValue; bits++)
        {
            BitLists.Select(bits, source.Origin, selected.Origin);

            // Another value each time, so that what an earlier pattern left is not taken for this one's.
            int value = -5 - (int)bits;
            BitLists.Fill(bits, value, filled.Origin);

            int[] places = ScalarBitLists.Places(bits, 0);
            bool isRight = !filled.Span[..places.Length].ContainsAnyExcept(value);
            for (int i = 0; i < places.Length; i++)
            {
                isRight &= selected.Span[i] == source.Span[places[i]];
            }

            if (!isRight)
            {
                Assert.Fail($"{bits:b16}: {string.Join(' ', selected.Span[..places.Length].ToArray())}");
            }
        }

        selected.AssertUntouchedExcept(_ => true, "beyond the slack");
        filled.AssertUntouchedExcept(_ => true, "beyond the slack");
    }

    [Fact]
    public void Transpose_RandomRows_IsTheScalarTranspose()
    {
        var random = new System.Random(45);
        foreach (int words in (int[])[0, 1, 2, 3, 7])
        {
            for (int lanes = 0; lanes <= 16; lanes++)
            {
                int stride = words + 1;
                using var rows = new GuardedBuffer<ushort>(words * 64);
                using var columns = new GuardedBuffer<ulong>(lanes * stride);
                foreach (ref ushort row in rows.Span)
                {
                    row = (ushort)random.Next(ushort.MaxValue + 1);
                }

                ulong[] expected = columns.Span.ToArray();
                BitLists.Transpose(rows.Origin, rows.Length, lanes, columns.Origin, stride);

                ScalarBitLists.Transpose(rows.Span, lanes, expected, stride);
                Assert.Equal(expected, columns.Span.ToArray());
                columns.AssertUntouchedExcept(i => i % stride < words, $"{words} words, {lanes} lanes");
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(17, 5)]
    [InlineData(63, 15)]
    public void Transpose_OneBit_SetsThatBitOnly(int row, int lane)
    {
        ushort* rows = stackalloc ushort[64];
        new Span<ushort>(rows, 64).Clear();
        rows[row] = (ushort)(1 << lane);
        ulong[] columns = new ulong[16];
        fixed (ulong* target = columns)
        {
            BitLists.Transpose(rows, 64, 16, target, 1);
        }

        ulong[] expected = new ulong[16];
        expected[lane] = 1UL << row;
        Assert.Equal(expected, columns);
    }
}
