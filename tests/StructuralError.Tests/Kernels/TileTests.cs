using System.Numerics;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class TileTests
{
    private enum Start
    {
        Zero,
        Apart,
        InPlace,
    }

    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Simd))]
    public void Run_EveryBlocking_IsTheScalarProduct(string simd) => SimdTypes.Run(simd, new Blockings());

    [Theory]
    [MemberData(nameof(Simd))]
    public void Run_RowsOutsideOneToFourteen_Throws(string simd) => SimdTypes.Run(simd, new WrongRows());

    [Theory]
    [InlineData(1, 1)]
    [InlineData(12, 12)]
    [InlineData(14, 14)]
    [InlineData(15, 8)]
    [InlineData(24, 12)]
    [InlineData(29, 10)]
    [InlineData(28, 14)]
    [InlineData(5, 5, 3)]
    [InlineData(6, 3, 3)]
    [InlineData(10, 5, 3)]
    public void EvenRows_AnyNumber_CutsAsEvenlyAsPossible(int rows, int expected, int vectors = 1) =>
        Assert.Equal(expected, Tile<float, float, double, SimdScalar<float>>.EvenRows(rows, vectors));

    private sealed class Blockings : IKernelCheck
    {
        private readonly System.Random _random = new(42);

        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            for (int rows = 1; rows <= Tile<T, TVector, TWide, TSimd>.MaxRows; rows++)
            {
                for (int vectors = 1; vectors <= Tile<T, TVector, TWide, TSimd>.MaxVectors && rows <= Tile<T, TVector, TWide, TSimd>.EvenRows(rows, vectors); vectors++)
                {
                    for (int terms = 0; terms <= (2 * TSimd.Count) + 1; terms++)
                    {
                        foreach (Start start in Enum.GetValues<Start>())
                        {
                            Compare<T, TVector, TWide, TSimd>(rows, vectors, terms, start);
                        }
                    }
                }
            }
        }

        private unsafe void Compare<T, TVector, TWide, TSimd>(int rows, int vectors, int terms, Start start)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            const int XStride = 5, XStarts = 7, WStarts = 11;
            int columns = vectors * TSimd.Count, yStride = columns + 3, initStride = start == Start.InPlace ? yStride : columns + 1;
            using var x = new GuardedBuffer<T>(XStarts + ((rows - 1) * XStride));
            using var w = new GuardedBuffer<T>(WStarts + columns);
            using var y = new GuardedBuffer<T>(rows * yStride);
            using var apart = new GuardedBuffer<T>(rows * initStride);
            KernelData.Fill(_random, x.Span);
            KernelData.Fill(_random, w.Span);
            T* init = start switch { Start.Zero => null, Start.Apart => apart.Origin, _ => y.Origin };
            T[] initial = new T[start == Start.Zero ? 0 : rows * columns];
            KernelData.Fill(_random, initial.AsSpan());
            for (int i = 0; i < initial.Length; i++)
            {
                init[(i / columns * initStride) + (i % columns)] = initial[i];
            }

            int[] xOffsets = KernelData.Offsets(_random, terms, XStarts), wOffsets = KernelData.Offsets(_random, terms, WStarts);
            Multiply<T, TVector, TWide, TSimd>(rows, vectors, xOffsets, wOffsets, x.Origin, XStride * sizeof(T), w.Origin, init, initStride * sizeof(T), y.Origin, yStride * sizeof(T));

            double[] expected = new double[rows * columns], magnitude = new double[rows * columns];
            ScalarTile.Multiply<T>(x.Span, XStride, w.Span, xOffsets, wOffsets, KernelData.Widen<T>(initial), rows, columns, expected);
            ScalarTile.Multiply<T>(KernelData.Magnitudes<T>(x.Span), XStride, KernelData.Magnitudes<T>(w.Span), xOffsets, wOffsets, KernelData.Widen<T>(KernelData.Magnitudes<T>(initial)), rows, columns, magnitude);
            string what = $"{rows} rows, {vectors} vectors, {terms} terms, {start}";
            for (int r = 0; r < rows; r++)
            {
                Range row = (r * columns)..((r + 1) * columns);
                KernelData.AssertSums(expected.AsSpan()[row], KernelData.Widen<T>(y.Span.Slice(r * yStride, columns)), magnitude.AsSpan()[row], terms + 1, KernelData.UnitRoundoff<T>(), $"{what}: row {r}");
            }

            y.AssertUntouchedExcept(i => i % yStride < columns, what);
        }

        /// <summary>With offsets of vectors that may be negative.</summary>
        private static unsafe void Multiply<T, TVector, TWide, TSimd>(int rows, int vectors, int[] xOffsets, int[] wOffsets, T* x, nint xStride, T* w, T* init, nint initStride, T* y, nint yStride)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            const int Shift = 4;
            Term[] terms = [.. xOffsets.Zip(wOffsets, (from, to) => new Term { X = from, W = to - Shift })];
            fixed (Term* first = terms)
            {
                Tile<T, TVector, TWide, TSimd>.Run(rows, vectors, first, terms.Length, x, xStride, w + Shift, init, initStride, y, yStride);
            }
        }
    }

    private sealed class WrongRows : IKernelCheck
    {
        public unsafe void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            foreach ((int rows, int vectors) in ((int, int)[])[(0, 1), (Tile<T, TVector, TWide, TSimd>.MaxRows + 1, 2), (0, 3), (6, 3)])
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => Tile<T, TVector, TWide, TSimd>.Run(rows, vectors, null, 0, null, 0, null, null, 0, null, 0));
            }
        }
    }
}
