using System.Numerics;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class GramTests
{
    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Theory]
    [MemberData(nameof(Simd))]
    public void Add_AnyRowsInStretches_IsTheScalarSum(string simd) => SimdTypes.Run(simd, new Stretches());

    private sealed class Stretches : IKernelCheck
    {
        private readonly System.Random _random = new(44);

        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            int[][] stretches = [[], [0], [1], [2], [3, 0, 1], [5, 8], [1, 2, 3, 40]];
            for (int rows = 1; rows <= 13; rows++)
            {
                foreach (int[] vectors in stretches)
                {
                    Compare<T, TVector, TWide, TSimd>(rows, vectors);
                }
            }
        }

        private unsafe void Compare<T, TVector, TWide, TSimd>(int rows, int[] vectors)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            const double Scale = 0.375;
            int length = vectors.Sum() * TSimd.Count, stride = length + 3;
            using var a = new GuardedBuffer<T>(rows * stride);
            for (int i = 0; i < rows; i++)
            {
                KernelData.Fill(_random, a.Span.Slice(i * stride, length));
            }

            using var partial = new GuardedBuffer<double>(Gram<T, TVector, TWide, TSimd>.PartialCount(rows));
            for (int i = 0; i < partial.Length; i++)
            {
                if (IsUpper(i))
                {
                    partial.Span[i] = 0;
                }
            }

            using var target = new GuardedBuffer<double>(rows * rows);
            KernelData.Fill(_random, target.Span);
            double[] expected = target.Span.ToArray(), magnitude = KernelData.Magnitudes<double>(expected);
            T* start = a.Origin;
            foreach (int count in vectors)
            {
                Gram<T, TVector, TWide, TSimd>.Add(start, stride, rows, count * TSimd.Count, Scale, partial.Origin);
                start += count * TSimd.Count;
            }

            Gram<T, TVector, TWide, TSimd>.Reduce(partial.Origin, rows, target.Origin);

            ScalarGram.Add<T>(a.Span, stride, rows, length, Scale, expected);
            ScalarGram.Add<T>(KernelData.Magnitudes<T>(a.Span), stride, rows, length, Scale, magnitude);
            string what = $"{rows} rows, stretches of {string.Join(", ", vectors)} vectors";
            // Float64 sums of either element type; two more roundings for the scale and the target.
            KernelData.AssertSums(expected, target.Span, magnitude, length + 2, KernelData.UnitRoundoff<double>(), what);
            target.AssertUntouchedExcept(_ => true, what);
            partial.AssertUntouchedExcept(IsUpper, what);

            bool IsUpper(int index)
            {
                int pair = index / TSimd.WideCount;
                return pair / rows <= pair % rows;
            }
        }
    }
}
