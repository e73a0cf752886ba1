using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;
using StructuralError.Core.Structure;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Structure;

public sealed class SmallestEigenvectorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(13)]
    public void Find_RandomMatrices_AgreesWithMathNet(int size)
    {
        var random = new System.Random(size);
        for (int i = 0; i < 50; i++)
        {
            double[] matrix = Gram(random, size, size + 3);
            Evd<double> expected = new DenseMatrix(size, size, matrix).Evd(Symmetricity.Symmetric);
            int smallest = expected.EigenValues.Select(value => value.Real).ToList().IndexOf(expected.EigenValues.Min(value => value.Real));

            double[] vector = Find(matrix, size);

            // Up to the sign: |⟨v, w⟩| = 1.
            Numbers.AssertClose(1, Math.Abs(expected.EigenVectors.Column(smallest).Zip(vector, (v, w) => v * w).Sum()), 1e-10, "cosine of the two vectors");
            AssertEigenvector(matrix, vector, expected.EigenValues[smallest].Real, 1e-13);
        }
    }

    [Fact]
    public void Find_MultipleOfTheIdentity_FirstBasisVector() => Assert.Equal([1, 0, 0], Find([5, 0, 0, 0, 5, 0, 0, 0, 5], 3));

    [Fact]
    public void Find_Zero_FirstBasisVector() => Assert.Equal([1, 0], Find([0, 0, 0, 0], 2));

    [Fact]
    public void Find_Diagonal_BasisVectorOfTheSmallest() => Assert.Equal([0, 0, 1], Find([5, 0, 0, 0, 4, 0, 0, 0, 3], 3));

    [Fact]
    public void Find_EqualDiagonal_HalfWayBetween()
    {
        // [[2, 1], [1, 2]] has λ = 1 along (1, −1).
        double[] vector = Find([2, 1, 1, 2], 2);
        Numbers.AssertClose(Math.Sqrt(0.5), Math.Abs(vector[0]), 1e-15, "first entry");
        Assert.Equal(-1, vector[0] / vector[1], 14);
    }

    [Fact]
    public void Find_MultipleSmallestEigenvalue_UnitVectorOfItsSpace()
    {
        // I + 1 1ᵀ: λ = 4 along (1, 1, 1), λ = 1 across it.
        double[] matrix = [2, 1, 1, 1, 2, 1, 1, 1, 2];
        double[] vector = Find(matrix, 3);
        AssertEigenvector(matrix, vector, 1, 1e-15);
        Assert.Equal(vector, Find(matrix, 3));
    }

    [Fact]
    public void Find_SmallEigenvalueBesideLargeOnes_KeepsItsRelativeAccuracy()
    {
        // D B D, D = diag(1e6, 1), B = [[1, 1/2], [1/2, 1]]. (A − λ) v = 0 gives v_0 / v_1 = −a_01 / (a_00 − λ), λ = 3/4 to 1e-12.
        double[] vector = Find([1e12, 5e5, 5e5, 1], 2);
        Numbers.AssertClose(-5e5 / (1e12 - 0.75), vector[0] / vector[1], 1e-14, "ratio of the entries");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Find_NotFinite_NaN(double bad) => Assert.All(Find([1, bad, bad, 1], 2), value => Assert.True(double.IsNaN(value)));

    [Fact]
    public void Find_RankOne_ReachesItsEnd()
    {
        var random = new System.Random(3);
        double[] matrix = Gram(random, 8, 1);
        AssertEigenvector(matrix, Find(matrix, 8), 0, 1e-14);
    }

    [Fact]
    public void Find_OtherSize_Refused() => Assert.Throws<ArgumentException>(() => Find([1, 0, 0, 1], 3));

    private static double[] Find(double[] matrix, int size)
    {
        double[] vector = new double[size];
        new SmallestEigenvector(size).Find(matrix, vector);
        return vector;
    }

    /// <summary>M Mᵀ, M of normal numbers, rows × columns.</summary>
    private static double[] Gram(System.Random random, int rows, int columns)
    {
        double[][] m = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => random.NextDouble() - 0.5).ToArray())];
        return [.. from a in m from b in m select a.Zip(b, (x, y) => x * y).Sum()];
    }

    private static void AssertEigenvector(double[] matrix, double[] vector, double eigenvalue, double tolerance)
    {
        Numbers.AssertClose(1, vector.Sum(x => x * x), 1e-14, "squared norm");
        double[] product = [.. Enumerable.Range(0, vector.Length).Select(i => vector.Select((x, j) => matrix[(i * vector.Length) + j] * x).Sum())];
        Numbers.AssertWithin([.. vector.Select(x => eigenvalue * x)], product, tolerance * Numbers.Largest(matrix), "A v");
    }
}
