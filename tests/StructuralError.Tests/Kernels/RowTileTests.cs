using System.Numerics;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class RowTileTests
{
    // Around the blocks of 24 in which terms are summed, and around two vectors of every width.
    private static readonly int[] TermCounts = [0, 1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 71, 72, 73, 96, 97, 100];

    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Theory]
    [MemberData(nameof(Simd))]
    public void Run_EveryLength_IsTheScalarProduct(string simd) => SimdTypes.Run(simd, new Lengths());

    private sealed class Lengths : IKernelCheck
    {
        private readonly System.Random _random = new(43);

        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            for (int vectors = 0; vectors <= 20; vectors++)
            {
                foreach (int terms in TermCounts)
                {
                    // Steps and start vary with the case: each takes all its values with every number of vectors.
                    Compare<T, TVector, TWide, TSimd>(vectors, terms, xStep: terms % 2 == 0 ? 1 : 3, wStep: (terms % 3) switch { 0 => 0, 1 => 1, _ => 13 }, hasInit: terms % 5 != 0, inPlace: terms % 5 > 2);
                }
            }
        }

        private unsafe void Compare<T, TVector, TWide, TSimd>(int vectors, int terms, int xStep, int wStep, bool hasInit, bool inPlace)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            const int Starts = 9;
            int length = vectors * TSimd.Count;
            using var x = new GuardedBuffer<T>(((Starts - 1) * xStep) + 1);
            using var w = new GuardedBuffer<T>(((Starts - 1) * wStep) + length);
            using var y = new GuardedBuffer<T>(length);
            using var apart = new GuardedBuffer<T>(length);
            KernelData.Fill(_random, x.Span);
            KernelData.Fill(_random, w.Span);
            GuardedBuffer<T> init = inPlace ? y : apart;
            KernelData.Fill(_random, init.Span);
            T[] initial = hasInit ? init.Span.ToArray() : [];
            int[] xOffsets = KernelData.Offsets(_random, terms, Starts), wOffsets = KernelData.Offsets(_random, terms, Starts);
            Term[] pairs = [.. xOffsets.Zip(wOffsets, (from, to) => new Term { X = from, W = to })];
            fixed (Term* first = pairs)
            {
                RowTile<T, TVector, TWide, TSimd>.Run(vectors, first, xStep, wStep, terms, x.Origin, w.Origin, hasInit ? init.Origin : null, y.Origin);
            }

            double[] expected = new double[length], magnitude = new double[length];
            ScalarRowTile.Multiply<T>(x.Span, xOffsets, xStep, w.Span, wOffsets, wStep, KernelData.Widen<T>(initial), expected);
            ScalarRowTile.Multiply<T>(KernelData.Magnitudes<T>(x.Span), xOffsets, xStep, KernelData.Magnitudes<T>(w.Span), wOffsets, wStep, KernelData.Widen<T>(KernelData.Magnitudes<T>(initial)), magnitude);
            string what = $"{vectors} vectors, {terms} terms, steps {xStep} and {wStep}, init {hasInit}, in place {inPlace}";
            KernelData.AssertSums(expected, KernelData.Widen<T>(y.Span), magnitude, terms + 1, KernelData.UnitRoundoff<T>(), what);
            y.AssertUntouchedExcept(_ => true, what);
        }
    }
}
