using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Simd;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Kernels.Scalar;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class JacobiEigenvaluesTests
{
    private const int MaxOrder = 13;

    public static TheoryData<string> Simd => SimdTypes.Accelerated;

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Simd))]
    public void Solve_EveryOrderKindAndCount_HasTheScalarEigenvalues(string simd) => SimdTypes.Run(simd, new KindsOfMatrices());

    [Theory]
    [MemberData(nameof(Simd))]
    public void Solve_Shift_IsAddedToEachMatrixOfItsOwn(string simd) => SimdTypes.Run(simd, new Shifts());

    [Theory]
    [MemberData(nameof(Simd))]
    public void Solve_NonFiniteEntry_GivesNaNInItsLaneOnly(string simd) => SimdTypes.Run(simd, new NonFinite());

    [Fact]
    public void ScalarTwin_EveryOrderAndKind_HasTheEigenvaluesOfMathNet()
    {
        var random = new System.Random(47);
        for (int order = 1; order <= MaxOrder; order++)
        {
            foreach (string kind in SymmetricMatrices.Kinds)
            {
                double[] matrix = SymmetricMatrices.Create(kind, order, random);
                double[] expected = Matrix<double>.Build.Dense(order, order, matrix).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order().ToArray();
                Numbers.AssertWithin(expected, ScalarEigenvalues.Solve(matrix, order), Tolerance(expected), $"{kind}, order {order}");
            }
        }
    }

    /// <summary>
    /// An eigenvalue moves by no more than the norm of what was added to the matrix (Weyl). One round of disjoint rotations adds rounding errors of
    /// up to about 4u‖A‖, u = 2⁻⁵³; a sweep has at most C rounds; what the last sweeps round is far smaller, since little is left to rotate, and the
    /// first five count: 20·C·u‖A‖, for either method. What is left off the diagonal when sweeps end adds less than C·u‖A‖.
    /// </summary>
    private static double Tolerance(ReadOnlySpan<double> eigenvalues) =>
        2 * 21 * eigenvalues.Length * Math.ScaleB(1, -53) * Numbers.Largest(eigenvalues);

    private static unsafe double[][] Solve<T, TVector, TWide, TSimd>(double[][] matrices, int order, double[] shift)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : struct
        where TWide : struct
        where TSimd : struct, ISimd<T, TVector, TWide>
    {
        var jacobi = new JacobiEigenvalues<T, TVector, TWide, TSimd>(order);
        using var input = new GuardedBuffer<double>(matrices.Length * order * order);
        using var shifts = new GuardedBuffer<double>(shift.Length);
        using var output = new GuardedBuffer<double>(matrices.Length * order);
        using var work = new GuardedBuffer<double>(jacobi.WorkCount);
        shift.CopyTo(shifts.Span);
        for (int m = 0; m < matrices.Length; m++)
        {
            for (int i = 0; i < order; i++)
            {
                // The lower triangle stays NaN: it is not read.
                matrices[m].AsSpan((i * order) + i, order - i).CopyTo(input.Span[((((m * order) + i) * order) + i)..]);
            }
        }

        jacobi.Solve(input.Origin, shifts.Origin, matrices.Length, output.Origin, work.Origin);

        string what = $"order {order}, {matrices.Length} matrices";
        output.AssertUntouchedExcept(_ => true, what);
        work.AssertUntouchedExcept(_ => true, what);
        return [.. Enumerable.Range(0, matrices.Length).Select(m => output.Span.Slice(m * order, order).ToArray())];
    }

    private sealed class KindsOfMatrices : IKernelCheck
    {
        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            var random = new System.Random(48);
            IReadOnlyList<string> kinds = SymmetricMatrices.Kinds;
            for (int order = 1; order <= MaxOrder; order++)
            {
                for (int count = 1; count <= JacobiEigenvalues<T, TVector, TWide, TSimd>.Lanes; count++)
                {
                    // Different kinds side by side: lanes that need one sweep beside lanes that need six.
                    for (int first = 0; first < kinds.Count; first++)
                    {
                        string[] chosen = [.. Enumerable.Range(first, count).Select(i => kinds[i % kinds.Count])];
                        double[][] matrices = [.. chosen.Select(kind => SymmetricMatrices.Create(kind, order, random))];
                        double[][] eigenvalues = Solve<T, TVector, TWide, TSimd>(matrices, order, new double[count]);
                        for (int m = 0; m < count; m++)
                        {
                            Compare(matrices[m], order, eigenvalues[m], $"{chosen[m]}, order {order}, {m} of {count}");
                        }
                    }
                }
            }
        }

        private static void Compare(double[] matrix, int order, double[] actual, string what)
        {
            double[] expected = ScalarEigenvalues.Solve(matrix, order);
            Numbers.AssertWithin(expected, actual, Tolerance(expected), what);
            Assert.Equal(actual.Order(), actual);
            double trace = Enumerable.Range(0, order).Sum(i => matrix[(i * order) + i]);
            Numbers.AssertWithin([trace], [actual.Sum()], order * Tolerance(expected), $"trace of {what}");
        }
    }

    private sealed class Shifts : IKernelCheck
    {
        public void Run<T, TVector, TWide, TSimd>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : struct
            where TWide : struct
            where TSimd : struct, ISimd<T, TVector, TWide>
        {
            var random = new System.Random(49);
            int lanes = JacobiEigenvalues<T, TVector, TWide, TSimd>.Lanes;
            double[][] matrices = [.. Enumerable.Range(0, lanes).Select(_ => SymmetricMatrices.Create("random", 10, random))];
            double[] shift = [.. Enumerable.Range(0, lanes).Select(m => 0.5 + m)];
            double[][] plain = Solve<T, TVector, TWide, TSimd>(matrices, 10, new double[lanes]);
            double[][] shifted = Solve<T, TVector, TWide, TSimd>(matrices, 10, shift);
            for (int m = 0; m < lanes; m++)
            {
                Numbers.AssertSameBits([.. plain[m].Select(value => value + shift[m]).Order()], shifted[m], $"matrix {m}");
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
            var random = new System.Random(50);
            int lanes = JacobiEigenvalues<T, TVector, TWide, TSimd>.Lanes;
            foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
            {
                foreach (int order in (int[])[2, 3, 7])
                {
                    foreach (string kind in (string[])["random", "diagonal", "zero"])
                    {
                        for (int place = 0; place < order * order; place++)
                        {
                            if (place / order <= place % order)
                            {
                                Compare(kind, bad, place, order);
                            }
                        }
                    }
                }
            }

            void Compare(string kind, double bad, int place, int order)
            {
                double[][] matrices = [.. Enumerable.Range(0, lanes).Select(_ => SymmetricMatrices.Create(kind, order, random))];
                double[][] finite = Solve<T, TVector, TWide, TSimd>(matrices, order, new double[lanes]);
                int spoiled = place % lanes;
                matrices[spoiled][place] = bad;
                double[][] eigenvalues = Solve<T, TVector, TWide, TSimd>(matrices, order, new double[lanes]);
                string what = $"{kind} of order {order} with {bad} at [{place / order}, {place % order}], lane {spoiled}";
                for (int m = 0; m < lanes; m++)
                {
                    if (m == spoiled)
                    {
                        Assert.True(eigenvalues[m].All(double.IsNaN), $"{what}: {string.Join(", ", eigenvalues[m])}");
                    }
                    else
                    {
                        // Other lanes may sweep once more or less; what they give stays the same within the tolerance.
                        Numbers.AssertWithin(finite[m], eigenvalues[m], Tolerance(finite[m]), $"{what}: lane {m}");
                    }
                }
            }
        }
    }
}
