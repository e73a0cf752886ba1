using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Measure;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Analysis.Reproduction;

public sealed class InitialAggregatorTests
{
    private static readonly Network WithBias = new NetworkBuilder(TensorShape.Vector(3)).Linear(2).Build("own");
    private static readonly Network WithoutBias = new NetworkBuilder(TensorShape.Vector(3)).Linear(2, bias: false).Build("own");

    [Fact]
    public void Finish_OutputBias_TakesOneOffEachEigenvalue()
    {
        // Means of ln: without the bias λ_min = 1 and 3, λ_max = 4 and 3.
        InitialMeasurement row = Measure(WithBias, (2, 5), (4, 4));

        Assert.Equal(("own", 3, 5, -7L), (row.Model, row.K, row.Width, row.Seed));
        Close(-Math.Log(2 * 4) / 2, row.U);
        Close(-Math.Log(5 * 4) / 2, row.L);
        Close(row.U - row.L, row.G);
        Assert.Equal((3, 4.5), (row.LambdaMin, row.LambdaMax));
        Close(-Math.Log(3) / 2, row.UWithoutOutputBias);
        Close(-Math.Log(4 * 3) / 2, row.LWithoutOutputBias);
        Assert.Equal((0L, 2, 8L), (row.Independence.Step, row.Independence.Samples, row.Independence.Parameters));
    }

    [Fact]
    public void Finish_NoOutputBias_TakesNothingOff()
    {
        InitialMeasurement row = Measure(WithoutBias, (2, 5), (4, 4));
        Assert.Equal((row.U, row.L), (row.UWithoutOutputBias, row.LWithoutOutputBias));
    }

    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(1.0000000000000002, 3.0)]
    public void Finish_NothingButRoundingLeft_Infinite(double lambdaMin, double lambdaMax) =>
        Assert.Equal(double.PositiveInfinity, Measure(WithBias, (lambdaMin, lambdaMax)).UWithoutOutputBias);

    private static InitialMeasurement Measure(Network network, params (double LambdaMin, double LambdaMax)[] samples)
    {
        var measurements = new Measurements(samples.Length, 2, MeasurementLevel.Matrix) { Count = samples.Length };
        for (int n = 0; n < samples.Length; n++)
        {
            (measurements.Eigenvalues[2 * n], measurements.Eigenvalues[(2 * n) + 1]) = samples[n];
            (measurements.A[4 * n], measurements.A[(4 * n) + 3]) = samples[n];
            (measurements.FittingError[n], measurements.GradientNorm[n]) = (1, samples[n].LambdaMin);
        }

        var aggregator = new InitialAggregator(network, Precision.F64);
        aggregator.Add(measurements);
        return aggregator.Finish(3, 5, -7);
    }

    private static void Close(double expected, double actual) => Numbers.AssertWithin([expected], [actual], 1e-15, "value");
}
