using System.Numerics;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class MaskedRowTileTests
{
    private static readonly ulong[] Masks = [0, 1, 1ul << 63, ulong.MaxValue, 0x5555_5555_5555_5555, 0x8000_0001_0000_0101, 0xFFFF_0000, 0x0123_4567_89AB_CDEF];

    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Theory]
    [MemberData(nameof(Simd))]
    public void Run_EveryWidthAndMask_IsTheScalarProduct(string simd) => SimdTypes.Run(simd, new Products());

    [Theory]
    [MemberData(nameof(Simd))]
    public void NonZero_TellsZerosOfEitherSignFromEverythingElse(string simd) => SimdTypes.Run(simd, new ZeroMasks());

    [Fact]
    public unsafe void Run_OfMoreVectorsThanATileHas_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => MaskedRowTile<double, double, double, SimdScalar<double>>.Run(9, 0, null, 1, null, 1, null, null));

    private sealed class Products : IKernelCheck
    {
        private readonly System.Random _random = new(44);

        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            for (int vectors = 1; vectors <= MaskedRowTile<T, TVector, TWide, TSimd>.MaxVectors; vectors++)
            {
                for (int mask = 0; mask < Masks.Length; mask++)
                {
                    // Steps and start vary with the case.
                    Compare<T, TVector, TWide, TSimd>(vectors, Masks[mask], xStep: mask % 2 == 0 ? 1 : 3, gap: mask % 3, hasInit: mask % 4 != 0, inPlace: mask % 4 > 1);
                }
            }
        }

        private unsafe void Compare<T, TVector, TWide, TSimd>(int vectors, ulong mask, int xStep, int gap, bool hasInit, bool inPlace)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            int length = vectors * TSimd.Count, wStep = length + gap;
            int[] terms = [.. Enumerable.Range(0, 64).Where(i => (mask >> i & 1) != 0)];
            int rows = terms.Length == 0 ? 1 : terms[^1] + 1;
            using var x = new GuardedBuffer<T>(((rows - 1) * xStep) + 1);
            using var w = new GuardedBuffer<T>(((rows - 1) * wStep) + length);
            using var y = new GuardedBuffer<T>(length);
            using var apart = new GuardedBuffer<T>(length);
            KernelData.Fill(_random, x.Span);
            KernelData.Fill(_random, w.Span);
            GuardedBuffer<T> init = inPlace ? y : apart;
            KernelData.Fill(_random, init.Span);
            T[] initial = hasInit ? init.Span.ToArray() : [];
            MaskedRowTile<T, TVector, TWide, TSimd>.Run(vectors, mask, x.Origin, xStep, w.Origin, wStep, hasInit ? init.Origin : null, y.Origin);

            double[] expected = new double[length], magnitude = new double[length];
            ScalarRowTile.Multiply<T>(x.Span, terms, xStep, w.Span, terms, wStep, KernelData.Widen<T>(initial), expected);
            ScalarRowTile.Multiply<T>(KernelData.Magnitudes<T>(x.Span), terms, xStep, KernelData.Magnitudes<T>(w.Span), terms, wStep, KernelData.Widen<T>(KernelData.Magnitudes<T>(initial)), magnitude);
            string what = $"{vectors} vectors, mask {mask:X}, steps {xStep} and {wStep}, init {hasInit}, in place {inPlace}";
            KernelData.AssertSums(expected, KernelData.Widen<T>(y.Span), magnitude, terms.Length + 1, KernelData.UnitRoundoff<T>(), what);
            y.AssertUntouchedExcept(_ => true, what);
        }
    }

    private sealed class ZeroMasks : IKernelCheck
    {
        public unsafe void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            T[] values = [T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon, T.One, T.NaN, T.PositiveInfinity, T.Zero];
            for (int count = TSimd.Count; count <= MaskedRowTile<T, TVector, TWide, TSimd>.Stretch; count += TSimd.Count)
            {
                using var x = new GuardedBuffer<T>(count);
                ulong expected = 0;
                for (int i = 0; i < count; i++)
                {
                    x.Span[i] = values[(i * 5 % 13) % values.Length];
                    expected |= x.Span[i] != T.Zero ? 1ul << i : 0;
                }

                Assert.Equal(expected, MaskedRowTile<T, TVector, TWide, TSimd>.NonZero(x.Origin, count));
            }
        }
    }
}
