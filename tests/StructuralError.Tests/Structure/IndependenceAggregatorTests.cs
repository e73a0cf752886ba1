using StructuralError.Core.Engines;
using StructuralError.Core.Structure;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Structure;

public sealed class IndependenceAggregatorTests
{
    [Fact]
    public void Finish_OneSample_HandComputedRow()
    {
        // Columns of squared lengths 4 and 1 with inner product 1: cos = 1/2; λ = (5 ± √13)/2.
        double lambdaMin = (5 - Math.Sqrt(13)) / 2, lambdaMax = (5 + Math.Sqrt(13)) / 2;
        IndependenceRow row = Row(10_000, ([4, 1, 1, 1], lambdaMin, lambdaMax));

        Assert.Equal((7L, 1, 10_000L), (row.Step, row.Samples, row.Parameters));
        Close(Math.Log(4), row.LogEpsilonSquared);
        Close(0.5, row.SmallestNormRatio);
        Close(0.5, row.MeanAbsoluteCosine);
        Close(0.5, row.LargestAbsoluteCosine);
        Assert.Equal((1, 1), (row.NormFailures, row.CosineFailures));
        Close(-Math.Log(lambdaMin), row.U);
        Close(Math.Log(lambdaMax / lambdaMin), row.G);
        Close(Theorem4.BoundOfU(2, 10_000, Math.Log(4)), row.BoundOfU);
        Close(Theorem4.BoundOfG(2, 10_000), row.BoundOfG);
        // λ_min = 0.697 is below the smallest diagonal entry, 1, and far below ε² = 4: eq. 25 fails on both counts.
        Assert.Equal((1, 1), (row.UViolations, row.GViolations));
        Close(lambdaMin, row.LambdaMinOverSmallestDiagonal);
    }

    [Fact]
    public void Finish_OrthogonalColumnsOfOneLength_EverythingHolds()
    {
        IndependenceRow row = Row(10_000, ([3, 0, 0, 3], 3, 3));

        Assert.Equal((1, 0, 0), (row.SmallestNormRatio, row.MeanAbsoluteCosine, row.LargestAbsoluteCosine));
        Assert.Equal((0, 0, 0, 0), (row.NormFailures, row.CosineFailures, row.UViolations, row.GViolations));
        Assert.Equal((1, 0), (row.LambdaMinOverSmallestDiagonal, row.G));
        Assert.True(row.U < row.BoundOfU);
    }

    [Fact]
    public void Finish_InnerProductBelowTheBound_NoFailureOfTheCosine()
    {
        double bound = Theorem4.LargestInnerProduct(2, 10_000);
        Assert.Equal(0, Row(10_000, ([1, 0.99 * bound, 0.99 * bound, 1], 1 - (0.99 * bound), 1 + (0.99 * bound))).CosineFailures);
        Assert.Equal(1, Row(10_000, ([1, -1.01 * bound, -1.01 * bound, 1], 1 - (1.01 * bound), 1 + (1.01 * bound))).CosineFailures);
    }

    [Fact]
    public void Finish_SeveralSamples_MeansAndCounts()
    {
        IndependenceRow row = Row(10_000, ([3, 0, 0, 3], 3, 3), ([4, 1, 1, 1], (5 - Math.Sqrt(13)) / 2, (5 + Math.Sqrt(13)) / 2), ([1, 0, 0, 1], 1, 1));

        Assert.Equal(3, row.Samples);
        Close((Math.Log(3) + Math.Log(4)) / 3, row.LogEpsilonSquared);
        Close(2.5 / 3, row.SmallestNormRatio);
        Close(0.5 / 3, row.MeanAbsoluteCosine);
        Assert.Equal((1, 1, 1, 1), (row.NormFailures, row.CosineFailures, row.UViolations, row.GViolations));
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Finish_RandomNetworks_AgreesWithTheJacobiansColumns()
    {
        int checkedSamples = 0;
        RandomCase.ForEach(40, randomCase =>
        {
            Measurements measured = randomCase.Expected;
            ScalarEngine oracle = randomCase.Oracle();
            int classes = measured.Classes, square = classes * classes;
            for (int n = 0; n < measured.Count; n++)
            {
                double[] eigenvalues = measured.Eigenvalues[(n * classes)..((n + 1) * classes)];
                IndependenceRow row = Row(randomCase.Network.ParameterCount, (measured.A[(n * square)..((n + 1) * square)], eigenvalues[0], eigenvalues[^1]));
                _ = oracle.Run(randomCase.Data, randomCase.Batch.Indices.Span[n]);
                double[][] columns = oracle.Jacobian();
                double[] norms = [.. columns.Select(column => Math.Sqrt(column.Sum(x => x * x)))];
                double epsilon = norms.Max();
                if (norms.Min() < 1e-6 * epsilon || eigenvalues[0] < 1e-9 * eigenvalues[^1])
                {
                    continue;
                }

                (double Cosine, double Inner)[] pairs =
                    [.. from c in Enumerable.Range(0, classes) from other in Enumerable.Range(0, c)
                        let inner = Math.Abs(columns[c].Zip(columns[other], (x, y) => x * y).Sum())
                        select (inner / (norms[c] * norms[other]), inner)];
                double ratio = 1 - (2 * Math.Log(classes) / columns[0].Length);
                Numbers.AssertWithin([Math.Log(epsilon * epsilon)], [row.LogEpsilonSquared], 1e-10, "ln ε²");
                Numbers.AssertWithin([norms.Min() / epsilon], [row.SmallestNormRatio], 1e-10, "ratio of norms");
                Numbers.AssertWithin([pairs.Average(pair => pair.Cosine)], [row.MeanAbsoluteCosine], 1e-10, "mean cosine");
                Numbers.AssertWithin([pairs.Max(pair => pair.Cosine)], [row.LargestAbsoluteCosine], 1e-10, "largest cosine");
                Assert.Equal(norms.Any(norm => norm < ratio * epsilon) ? 1 : 0, row.NormFailures);
                double bound = Math.Sqrt(6 * Math.Log(classes)) / Math.Sqrt(columns[0].Length - 1) * epsilon * epsilon;
                Assert.Equal(pairs.Any(pair => pair.Inner > bound) ? 1 : 0, row.CosineFailures);
                Assert.Equal(-Math.Log(eigenvalues[0]) > -Math.Log(ratio * ratio) - Math.Log(epsilon * epsilon) ? 1 : 0, row.UViolations);
                Numbers.AssertAtMost(row.LambdaMinOverSmallestDiagonal, 1 + 1e-9, "λ_min over the smallest diagonal entry");
                checkedSamples++;
            }
        });
        Assert.True(checkedSamples > 100, $"only {checkedSamples} samples could be checked");
    }

    [Fact]
    public void Finish_UAndG_AreThoseOfTheStepsRow()
    {
        RandomCase randomCase = RandomCase.Of(3, dropout: false);
        var batch = new BatchAggregator(StructuralWeights.Ones, Precision.F64);
        var independence = new IndependenceAggregator(randomCase.Network.Classes, randomCase.Network.ParameterCount);
        batch.Add(randomCase.Expected);
        independence.Add(randomCase.Expected);
        (StepRow expected, IndependenceRow actual) = (batch.Finish(0, 0), independence.Finish(0));
        Numbers.AssertSameBits([expected.U, expected.G], [actual.U, actual.G], "U, G");
    }

    [Fact]
    public void Finish_ColumnOfZeros_OrthogonalToTheOthers()
    {
        IndependenceRow row = Row(100, ([0, 0, 0, 2], 0, 2));
        Assert.Equal((0, 0, 0), (row.SmallestNormRatio, row.MeanAbsoluteCosine, row.LargestAbsoluteCosine));
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity, 1), (row.U, row.G, row.LambdaMinOverSmallestDiagonal));
        Assert.Equal((1, 1, 1), (row.NormFailures, row.UViolations, row.GViolations));
    }

    [Fact]
    public void Finish_NaN_ReachesTheRow()
    {
        IndependenceRow row = Row(100, ([double.NaN, 0, 0, 2], double.NaN, double.NaN));
        Assert.All((double[])[row.LogEpsilonSquared, row.SmallestNormRatio, row.MeanAbsoluteCosine, row.LargestAbsoluteCosine, row.U, row.G, row.BoundOfU, row.LambdaMinOverSmallestDiagonal], value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Finish_OneClass_ItsNormIsAllThatLemma2Asks()
    {
        IndependenceRow row = Row(100, ([2], 2, 2));
        Assert.Equal((1.0, 0), (row.SmallestNormRatio, row.NormFailures));
    }

    [Fact]
    public void Begin_AfterARow_ForgetsIt()
    {
        var aggregator = new IndependenceAggregator(2, 100);
        aggregator.Add(Measured(([4, 1, 1, 1], 0.7, 4.3)));
        aggregator.Begin();
        Assert.Throws<InvalidOperationException>(() => aggregator.Finish(0));
        aggregator.Add(Measured(([3, 0, 0, 3], 3, 3)));
        Assert.Equal(Row(100, ([3, 0, 0, 3], 3, 3)), aggregator.Finish(7));
    }

    [Fact]
    public void Add_WithoutMatrices_Refused() =>
        Assert.Throws<ArgumentException>(() => new IndependenceAggregator(2, 100).Add(new Measurements(1, 2, MeasurementLevel.Structure)));

    private static IndependenceRow Row(long parameters, params (double[] A, double LambdaMin, double LambdaMax)[] samples)
    {
        int classes = (int)Math.Round(Math.Sqrt(samples[0].A.Length));
        var aggregator = new IndependenceAggregator(classes, parameters);
        foreach ((double[] A, double LambdaMin, double LambdaMax) sample in samples)
        {
            aggregator.Add(Measured(sample));
        }

        return aggregator.Finish(7);
    }

    private static Measurements Measured((double[] A, double LambdaMin, double LambdaMax) sample)
    {
        int classes = (int)Math.Round(Math.Sqrt(sample.A.Length));
        var measurements = new Measurements(1, classes, MeasurementLevel.Matrix) { Count = 1 };
        sample.A.CopyTo(measurements.A, 0);
        measurements.Eigenvalues[0] = sample.LambdaMin;
        measurements.Eigenvalues[^1] = sample.LambdaMax;
        return measurements;
    }

    private static void Close(double expected, double actual) => Numbers.AssertClose(expected, actual, 1e-14, "value");
}
