using System.Numerics;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class PanelGramTests
{
    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Theory]
    [MemberData(nameof(Simd))]
    public void Add_AnyRowsAndLengths_IsTheScalarSum(string simd) => SimdTypes.Run(simd, new Sums());

    private sealed class Sums : IKernelCheck
    {
        private const double Scale = 0.375;
        private readonly System.Random _random = new(54);

        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            foreach (int rows in (int[])[1, 15, 16, 17, 25, 47, 100])
            {
                foreach (int vectors in (int[])[0, 1, 3, 40])
                {
                    Compare<T, TVector, TWide, TSimd>(rows, vectors * TSimd.Count);
                }
            }
        }

        /// <summary>Twice the same rows, once with both factors apart; a third of the features is zero in every row.</summary>
        private unsafe void Compare<T, TVector, TWide, TSimd>(int rows, int length)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            using var a = new GuardedBuffer<T>(rows * length);
            using var wide = new GuardedBuffer<double>(rows * length);
            KernelData.Fill(_random, a.Span);
            for (int i = 0; i < a.Length; i++)
            {
                a.Span[i] = i % length % 3 == 1 ? T.Zero : a.Span[i];
                wide.Span[i] = double.CreateTruncating(a.Span[i]);
            }

            using var sums = new GuardedBuffer<double>(PanelGram<T, TVector, TWide, TSimd>.Count(rows));
            using var target = new GuardedBuffer<double>(rows * rows);
            sums.Span.Clear();
            PanelGram<T, TVector, TWide, TSimd>.Add(a.Origin, length, rows, length, Scale, sums.Origin);
            PanelGram<T, TVector, TWide, TSimd>.AddProducts(a.Origin, wide.Origin, rows, length, sums.Origin);
            PanelGram<T, TVector, TWide, TSimd>.Reduce(sums.Origin, rows, target.Origin);

            double[] expected = new double[rows * rows], magnitude = new double[rows * rows];
            ScalarGram.Add<T>(a.Span, length, rows, length, 1 + Scale, expected);
            ScalarGram.Add<T>(KernelData.Magnitudes<T>(a.Span), length, rows, length, 1 + Scale, magnitude);
            string what = $"{rows} rows of {length}";
            KernelData.AssertSums(expected, target.Span, magnitude, length + 3, KernelData.UnitRoundoff<double>(), what);
            target.AssertUntouchedExcept(_ => true, what);
            sums.AssertUntouchedExcept(_ => true, what);
        }
    }
}
