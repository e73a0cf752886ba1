using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Kernels;

/// <summary>Eigenvalues by reduction to tridiagonal form, against MathNet, closed forms, and what a floor leaves of the error.</summary>
public sealed class SymmetricEigenvaluesTests
{
    // Of the largest eigenvalue's size. What is found is a hundredth of it.
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Theory]
    [MemberData(nameof(Simd))]
    public void Solve_EveryOrderAndKind_HasTheEigenvaluesOfMathNet(string simd) =>
        SimdTypes.Run(simd, new KindsOfMatrices([.. Enumerable.Range(1, 19), 25, 47]));

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(100)]
    [InlineData(255, "random", "semidefinite", "repeated", "graded")]
    public void Solve_ManyRows_HasTheEigenvaluesOfMathNet(int order, params string[] kinds) =>
        SimdTypes.Run(SimdTypes.Accelerated.Last().Data, new KindsOfMatrices([order], kinds));

    [Theory]
    [MemberData(nameof(Simd))]
    public void Solve_SecondDifferences_HasTheEigenvaluesInClosedForm(string simd) => SimdTypes.Run(simd, new SecondDifferences());

    [Theory]
    [MemberData(nameof(Simd))]
    public void Solve_SingularMatrixBehindAFloor_SmallestEigenvalueIsTheFloor(string simd) => SimdTypes.Run(simd, new Floors());

    [Theory]
    [MemberData(nameof(Simd))]
    public void Solve_NonFiniteEntry_GivesNaN(string simd) => SimdTypes.Run(simd, new NonFinite());

    [Fact]
    public void WorkCount_UpToTwentyFourRows_IsJacobis() => SimdTypes.Run("scalar f64", new Choice());

    private static unsafe double[] Solve<T, TVector, TWide, TSimd>(double[] matrix, int order, double shift, bool all)
        where T : unmanaged
        where TVector : struct
        where TWide : struct
        where TSimd : struct, ISimd<T, TVector, TWide>
    {
        var solver = new SymmetricEigenvalues<T, TVector, TWide, TSimd>(order, largestJacobiOrder: 0);
        using var input = new GuardedBuffer<double>(order * order);
        using var output = new GuardedBuffer<double>(order);
        using var work = new GuardedBuffer<double>(solver.WorkCount);
        matrix.CopyTo(input.Span);
        solver.Solve(input.Origin, &shift, 1, all, output.Origin, work.Origin);
        output.AssertUntouchedExcept(_ => true, $"order {order}");
        work.AssertUntouchedExcept(_ => true, $"order {order}");
        Numbers.AssertSameBits(matrix, input.Span, $"matrix of order {order}");
        return output.Span.ToArray();
    }

    /// <param name="kinds">All where none is named.</param>
    private sealed class KindsOfMatrices(int[] orders, params string[] kinds) : IKernelCheck
    {
        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            var random = new System.Random(51);
            foreach (int order in orders)
            {
                foreach (string kind in kinds.Length == 0 ? SymmetricMatrices.Kinds : kinds)
                {
                    string what = $"{kind}, order {order}";
                    double[] matrix = SymmetricMatrices.Create(kind, order, random);
                    Matrix<double> dense = Matrix<double>.Build.Dense(order, order, matrix);
                    double[] expected = [.. dense.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
                    double[] all = Solve<T, TVector, TWide, TSimd>(matrix, order, 0, all: true);
                    double[] ends = Solve<T, TVector, TWide, TSimd>(matrix, order, 0, all: false);
                    Numbers.AssertWithin(expected, all, Tolerance * Numbers.Largest(expected), what);
                    Assert.Equal(all.Order(), all);
                    Numbers.AssertSameBits([all[0], all[^1]], [ends[0], ends[^1]], $"ends alone of {what}");
                }
            }
        }
    }

    private sealed class SecondDifferences : IKernelCheck
    {
        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            foreach (int order in (int[])[1, 2, 3, 25, 47, 100])
            {
                double[] matrix = new double[order * order];
                for (int i = 0; i < order; i++)
                {
                    matrix[(i * order) + i] = 2;
                    if (i > 0)
                    {
                        matrix[(i * order) + i - 1] = matrix[((i - 1) * order) + i] = -1;
                    }
                }

                double[] expected = [.. Enumerable.Range(1, order).Select(k => 2 - (2 * Math.Cos(k * Math.PI / (order + 1))))];
                Numbers.AssertWithin(expected, Solve<T, TVector, TWide, TSimd>(matrix, order, 0, all: true), 1e-14, $"order {order}");
            }
        }
    }

    /// <summary>R of rank 5 with eigenvalues up to a thousand times the floor: what the solver makes of its zeros must not show behind the floor.</summary>
    private sealed class Floors : IKernelCheck
    {
        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            var random = new System.Random(52);
            foreach (int order in (int[])[6, 25, 47, 100])
            {
                double[][] factor = [.. Enumerable.Range(0, order).Select(_ => Enumerable.Range(0, 5).Select(_ => random.NextDouble() - 0.3).ToArray())];
                double[] matrix = [.. factor.SelectMany(a => factor.Select(b => a.Zip(b, (x, y) => x * y).Sum()))];
                double trace = Enumerable.Range(0, order).Sum(i => matrix[(i * order) + i]), floor = trace / 1000;
                double[] eigenvalues = Solve<T, TVector, TWide, TSimd>(matrix, order, floor, all: true);
                Numbers.AssertClose(Enumerable.Repeat(floor, order - 5).ToArray(), eigenvalues.AsSpan(0, order - 5), 1e-12, $"order {order}");
            }
        }
    }

    private sealed class NonFinite : IKernelCheck
    {
        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            var random = new System.Random(53);
            foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
            {
                foreach (int order in (int[])[1, 2, 7, 25])
                {
                    double[] matrix = SymmetricMatrices.Create("random", order, random);
                    int i = random.Next(order), j = random.Next(order);
                    matrix[(i * order) + j] = matrix[(j * order) + i] = bad;
                    Assert.All(Solve<T, TVector, TWide, TSimd>(matrix, order, 1, all: true), value => Assert.True(double.IsNaN(value)));
                    Assert.All(Solve<T, TVector, TWide, TSimd>(matrix, order, 1, all: false), value => Assert.True(double.IsNaN(value)));
                }
            }
        }
    }

    private sealed class Choice : IKernelCheck
    {
        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            Assert.Equal(new JacobiEigenvalues<T, TVector, TWide, TSimd>(24).WorkCount, new SymmetricEigenvalues<T, TVector, TWide, TSimd>(24).WorkCount);
            Assert.NotEqual(new JacobiEigenvalues<T, TVector, TWide, TSimd>(25).WorkCount, new SymmetricEigenvalues<T, TVector, TWide, TSimd>(25).WorkCount);
        }
    }
}
