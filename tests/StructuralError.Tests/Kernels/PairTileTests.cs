using System.Numerics;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class PairTileTests
{
    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Theory]
    [MemberData(nameof(Simd))]
    public void Run_AnyRangesOfPlaces_IsOneTileAPositionToTheBit(string simd) => SimdTypes.Run(simd, new Rows());

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public unsafe void Run_RowsOutsideOneToFourteen_Throws(int rows) => Assert.Throws<ArgumentOutOfRangeException>(
        () => PairTile<float, float, double, SimdScalar<float>>.Run(rows, 2, null, null, null, null, 0, null, 0, null, 0, 0));

    private sealed class Rows : IKernelCheck
    {
        private readonly System.Random _random = new(8);

        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            for (int rows = 1; rows <= Tile<T, TVector, TWide, TSimd>.MaxRows; rows++)
            {
                foreach ((int positions, int kernel, int stride) in ((int, int, int)[])[(6, 3, 1), (8, 1, 1), (8, 3, 2), (10, 5, 3), (2, 2, 1), (0, 3, 1)])
                {
                    Compare<T, TVector, TWide, TSimd>(rows, positions, kernel, stride);
                }
            }
        }

        private unsafe void Compare<T, TVector, TWide, TSimd>(int rows, int positions, int kernel, int stride)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            // As a convolution's: place o is seen by positions o·stride to o·stride + kernel − 1. Some places have no terms.
            int count = (positions / stride) + 1, width = TSimd.Count, wStep = width + 3, xStride = 40, yStride = width + 1, yStep = (rows * yStride) + 2;
            int[] sizes = [.. Enumerable.Range(0, count).Select(place => place % 4 == 2 ? 0 : _random.Next(9))];
            using var starts = new GuardedBuffer<int>(count + 1);
            using var places = new GuardedBuffer<PlaceRange>(positions);
            using var terms = new GuardedBuffer<Term>(sizes.Sum());
            using var x = new GuardedBuffer<T>(rows * xStride);
            using var w = new GuardedBuffer<T>(100 + (positions * wStep) + width);
            using var y = new GuardedBuffer<T>((Math.Max(1, positions) * yStep) + width);
            using var expected = new GuardedBuffer<T>(width);
            KernelData.Fill(_random, x.Span);
            KernelData.Fill(_random, w.Span);
            for (int place = 0; place <= count; place++)
            {
                starts.Span[place] = sizes[..place].Sum();
            }

            foreach (ref Term term in terms.Span)
            {
                term = new Term { X = _random.Next(xStride), W = _random.Next(100) };
            }

            for (int p = 0; p < positions; p++)
            {
                places.Span[p] = new PlaceRange { First = Math.Max(0, p - kernel + stride) / stride, End = Math.Min(count, (p / stride) + 1) };
            }

            int bytes = sizeof(T);
            PairTile<T, TVector, TWide, TSimd>.Run(rows, positions, terms.Origin, starts.Origin, places.Origin, x.Origin, xStride * bytes, w.Origin, wStep, y.Origin, yStride * bytes, yStep);

            string what = $"{rows} rows, {positions} positions, kernel {kernel}, stride {stride}";
            for (int p = 0; p < positions; p++)
            {
                int first = starts.Span[places.Span[p].First], own = starts.Span[places.Span[p].End] - first;
                for (int r = 0; r < rows; r++)
                {
                    Tile<T, TVector, TWide, TSimd>.Run(1, 1, terms.Origin + first, own, x.Origin + (r * xStride), 0, w.Origin + (p * wStep), null, 0, expected.Origin, 0);
                    Assert.True(expected.Span.SequenceEqual(y.Span.Slice((p * yStep) + (r * yStride), width)), $"{what}: position {p}, row {r}");
                }
            }

            y.AssertUntouchedExcept(i => i < positions * yStep && i % yStep < rows * yStride && i % yStep % yStride < width, what);
        }
    }
}
