using System.Numerics;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class ConvolutionTileTests
{
    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Theory]
    [MemberData(nameof(Simd))]
    public void Run_EveryStretch_IsTheScalarConvolution(string simd) => SimdTypes.Run(simd, new Stretches());

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public unsafe void Run_ColumnsOutsideOneToFourteen_Throws(int columns) => Assert.Throws<ArgumentOutOfRangeException>(
        () => ConvolutionTile<float, float, double, SimdScalar<float>>.Run(columns, 1, null, 0, 0, null, 0, null, null, 0));

    [Theory]
    [InlineData(14, 14)]
    [InlineData(28, 14)]
    [InlineData(15, 8)]
    [InlineData(32, 11)]
    public void EvenColumns_AnyNumber_CutsAsEvenlyAsPossible(int columns, int expected) =>
        Assert.Equal(expected, ConvolutionTile<float, float, double, SimdScalar<float>>.EvenColumns(columns));

    private sealed class Stretches : IKernelCheck
    {
        private readonly System.Random _random = new(7);

        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            for (int columns = 1; columns <= ConvolutionTile<T, TVector, TWide, TSimd>.MaxColumns; columns++)
            {
                foreach (int channels in (int[])[1, 2, 5, 16])
                {
                    Compare<T, TVector, TWide, TSimd>(columns, channels, hasInit: (columns + channels) % 2 == 0);
                }
            }
        }

        private unsafe void Compare<T, TVector, TWide, TSimd>(int columns, int channels, bool hasInit)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            const int Kernel = ConvolutionTile<T, TVector, TWide, TSimd>.Kernel;
            int width = TSimd.Count, columnStride = channels + 3, rowPitch = ((columns + Kernel) * columnStride) + 1, yStride = width + 2;
            int inputLength = ((Kernel - 1) * rowPitch) + ((columns + Kernel - 2) * columnStride) + channels;
            using var input = new GuardedBuffer<T>(inputLength);
            using var w = new GuardedBuffer<T>(Kernel * Kernel * channels * width);
            using var init = new GuardedBuffer<T>(width);
            using var y = new GuardedBuffer<T>(columns * yStride);
            KernelData.Fill(_random, input.Span);
            KernelData.Fill(_random, w.Span);
            KernelData.Fill(_random, init.Span);
            ConvolutionTile<T, TVector, TWide, TSimd>.Run(columns, channels, input.Origin, rowPitch, columnStride, w.Origin, width, hasInit ? init.Origin : null, y.Origin, yStride);

            ReadOnlySpan<T> initial = hasInit ? init.Span : [];
            double[] expected = new double[columns * width], magnitude = new double[columns * width];
            ScalarConvolutionTile.Multiply<T>(columns, channels, input.Span, rowPitch, columnStride, w.Span, width, KernelData.Widen(initial), expected);
            ScalarConvolutionTile.Multiply<T>(columns, channels, KernelData.Magnitudes<T>(input.Span), rowPitch, columnStride, KernelData.Magnitudes<T>(w.Span), width, KernelData.Widen<T>(KernelData.Magnitudes(initial)), magnitude);
            string what = $"{columns} columns, {channels} channels, init {hasInit}";
            for (int x = 0; x < columns; x++)
            {
                Range column = (x * width)..((x + 1) * width);
                KernelData.AssertSums(expected.AsSpan()[column], KernelData.Widen<T>(y.Span.Slice(x * yStride, width)), magnitude.AsSpan()[column], (Kernel * Kernel * channels) + 1, KernelData.UnitRoundoff<T>(), $"{what}: column {x}");
            }

            y.AssertUntouchedExcept(i => i % yStride < width, what);
        }
    }
}
