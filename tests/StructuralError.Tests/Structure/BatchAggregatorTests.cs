using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Structure;
using Xunit;

namespace StructuralError.Tests.Structure;

public sealed class BatchAggregatorTests
{
    // Computed apart from the program (Python, math.log): three samples, two classes, values chosen to have different means and extremes.
    // λ = (1, 2), (2, 8), (4, 4); E_f = 0.5, 0.25, 1; g = 0.75, 1, 4; loss = 0.1, 0.2, 0.6.
    private static Measurements Three()
    {
        var measurements = new Measurements(5, 2, MeasurementLevel.Structure) { Count = 3 };
        Set(measurements, 0, 1, 2, 0.5, 0.75, 0.1, true);
        Set(measurements, 1, 2, 8, 0.25, 1, 0.2, false);
        Set(measurements, 2, 4, 4, 1, 4, 0.6, true);
        return measurements;
    }

    [Fact]
    public void Finish_EigenvaluesOfOne_GiveZeroWithoutASign()
    {
        var measurements = new Measurements(1, 2, MeasurementLevel.Structure) { Count = 1 };
        Set(measurements, 0, 1, 1, 0.5, 0.5, 0.1, true);
        StepRow row = Row(measurements, StructuralWeights.Ones);
        Assert.All((double[])[row.U, row.L, row.G, row.S], value => Assert.Equal("0", value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Finish_ThreeSamples_HandComputedRow()
    {
        StepRow row = Row(Three(), new StructuralWeights(2, 3, 5));

        double ln2 = Math.Log(2);
        Close(0.3, row.Loss);
        Close(2.0 / 3, row.Accuracy);
        Close(-ln2, row.LogFittingError);
        Close((Math.Log(0.75) + (2 * ln2)) / 3, row.LogGradientNorm);
        Close(-ln2, row.U);
        Close(-2 * ln2, row.L);
        Close(ln2, row.G);
        Close((2 * ln2) - (3 * ln2) - (10 * ln2), row.S);
        Close(((Math.Log(0.75) + (2 * ln2)) / 3) - ln2, row.UpperBound);
        Close(((Math.Log(0.75) + (2 * ln2)) / 3) - (2 * ln2), row.LowerBound);
        Close(Math.Log(1.75 / 3), row.LogMeanFittingError);
        Close(Math.Log(5.75 / 3), row.LogMeanGradientNorm);
        Close(7.0 / 3, row.LambdaMinMean);
        Close(14.0 / 3, row.LambdaMaxMean);
        Assert.Equal((1, 8), (row.LambdaMinMin, row.LambdaMaxMax));
        Assert.Equal((7L, 2, 3, 0), (row.Step, row.Epoch, row.Samples, row.Theorem3Violations));
        Assert.True(row.LowerBound <= row.LogFittingError && row.LogFittingError <= row.UpperBound);
    }

    [Fact]
    public void Finish_ThreeSamples_AddedColumns()
    {
        Measurements three = Three();
        (three.BatchGradientNorm, three.ParameterNorm) = (0.5, 12);
        StepRow row = Row(three, StructuralWeights.Ones);
        Close(-Math.Log(2), row.LogBatchGradientNorm!.Value);
        Assert.Equal(12, row.ThetaNormSquared);
        Close(((0.5 + 0.25 + 1) / 3) + (2 * (Math.Exp(-0.1) + Math.Exp(-0.2) + Math.Exp(-0.6)) / 3) - 1, row.PNormSquared!.Value);
        Close((row.LogFittingError - row.LowerBound) / Math.Log(2), row.BoundPosition!.Value);
        Assert.InRange(row.BoundPosition.Value, 0, 1);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(0, 2)]
    public void Finish_BoundsWithoutAnInterval_HaveNoPosition(double lambdaMin, double lambdaMax)
    {
        var measurements = new Measurements(1, 2, MeasurementLevel.Structure) { Count = 1 };
        Set(measurements, 0, lambdaMin, lambdaMax, 0.5, 0.5, 0.1, true);
        StepRow row = Row(measurements, StructuralWeights.Ones);
        Assert.Null(row.BoundPosition);
        Assert.Null(row.LogBatchGradientNorm);
        Assert.Null(row.ThetaNormSquared);
    }

    [Fact]
    public void Finish_SplitIntoBatches_SameBits()
    {
        var aggregator = new BatchAggregator(StructuralWeights.Ones, Precision.F64);
        var random = new System.Random(1);
        var whole = new Measurements(40, 2, MeasurementLevel.Structure) { Count = 40 };
        for (int n = 0; n < 40; n++)
        {
            Set(whole, n, 1 + random.NextDouble(), 3 + random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), n % 3 == 0);
        }

        aggregator.Add(whole);
        StepRow expected = aggregator.Finish(0, 0);
        aggregator.Begin();
        for (int first = 0; first < 40; first += 7)
        {
            var part = new Measurements(7, 2, MeasurementLevel.Structure) { Count = Math.Min(7, 40 - first) };
            for (int n = 0; n < part.Count; n++)
            {
                int m = first + n;
                Set(part, n, whole.Eigenvalues[2 * m], whole.Eigenvalues[(2 * m) + 1], whole.FittingError[m], whole.GradientNorm[m], whole.Loss[m], whole.Correct[m]);
            }

            aggregator.Add(part);
        }

        Assert.Equal(expected, aggregator.Finish(0, 0));
    }

    [Fact]
    public void Begin_AfterARow_ForgetsIt()
    {
        var aggregator = new BatchAggregator(StructuralWeights.Ones, Precision.F64);
        aggregator.Add(Three());
        StepRow first = aggregator.Finish(0, 0);
        aggregator.Begin();
        aggregator.Add(Three());

        Assert.Equal(first, aggregator.Finish(0, 0));
        aggregator.Begin();
        Assert.Throws<InvalidOperationException>(() => aggregator.Finish(1, 0));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1e-18)]
    public void Finish_LambdaMinNotPositive_InfiniteBoundAndSingularSample(double lambdaMin)
    {
        Measurements measurements = Three();
        measurements.Eigenvalues[2] = lambdaMin;
        StepRow row = Row(measurements, StructuralWeights.Ones);

        Assert.Equal((0, 1), (row.Theorem3Violations, row.SingularSamples));
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity), (row.U, row.G, row.UpperBound));
        Assert.True(double.IsFinite(row.L) && double.IsFinite(row.LowerBound));
    }

    [Theory]
    [InlineData("lambda_min")]
    [InlineData("lambda_max")]
    [InlineData("fitting_error")]
    [InlineData("gradient_norm")]
    public void Finish_NaN_IsAViolationAndReachesTheRow(string where)
    {
        Measurements measurements = Three();
        (double[] values, int index) = where switch
        {
            "lambda_min" => (measurements.Eigenvalues, 0),
            "lambda_max" => (measurements.Eigenvalues, 1),
            "fitting_error" => (measurements.FittingError, 0),
            _ => (measurements.GradientNorm, 0),
        };
        values[index] = double.NaN;
        StepRow row = Row(measurements, StructuralWeights.Ones);

        Assert.Equal(1, row.Theorem3Violations);
        double[] touched = where switch
        {
            "lambda_min" => [row.U, row.UpperBound, row.G, row.LambdaMinMean, row.LambdaMinMin],
            "lambda_max" => [row.L, row.LowerBound, row.G, row.LambdaMaxMean, row.LambdaMaxMax],
            "fitting_error" => [row.LogFittingError, row.LogMeanFittingError],
            _ => [row.LogGradientNorm, row.UpperBound, row.LowerBound, row.LogMeanGradientNorm],
        };
        Assert.All(touched, value => Assert.True(double.IsNaN(value)));
    }

    // ln E_f = −800, −1000 and −2000, A with λ = 1 and 2, ‖∇‖² = 1.5 E_f.
    [Fact]
    public void Finish_ErrorsTooSmallForFloat64_GiveFiniteLogarithms()
    {
        StepRow row = Row(Small(-800, -1000, -2000), StructuralWeights.Ones);
        Close(-3800.0 / 3, row.LogFittingError);
        Close((-3800.0 / 3) + Math.Log(1.5), row.LogGradientNorm);
        Close(-800 - Math.Log(3), row.LogMeanFittingError);
        Close(-800 + Math.Log(1.5 / 3), row.LogMeanGradientNorm);
        Assert.Equal((0, 0), (row.Theorem3Violations, row.SingularSamples));
        Assert.True(row.LowerBound <= row.LogFittingError && row.LogFittingError <= row.UpperBound);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Finish_OneErrorOfUsualSize_DecidesTheMean(int where)
    {
        Measurements measurements = Small(-800, -800, -800);
        Set(measurements, where, 1, 2, 0.5, 0.75, 0.1, true);
        StepRow row = Row(measurements, StructuralWeights.Ones);
        Close(Math.Log(0.5 / 3), row.LogMeanFittingError);
        Close((Math.Log(0.5) - 1600) / 3, row.LogFittingError);
    }

    [Fact]
    public void Finish_GradientOutsideTheBoundsOfASmallError_IsAViolation()
    {
        Measurements measurements = Small(-800, -1000, -2000);
        measurements.SmallLogGradientNorm[1] = -1000 + Math.Log(2.1);
        Assert.Equal(1, Row(measurements, StructuralWeights.Ones).Theorem3Violations);
    }

    [Fact]
    public void Finish_ErrorOfZero_StaysMinusInfinity()
    {
        Measurements measurements = Three();
        (measurements.FittingError[0], measurements.GradientNorm[0]) = (0, 0);
        StepRow row = Row(measurements, StructuralWeights.Ones);
        Assert.Equal((double.NegativeInfinity, double.NegativeInfinity), (row.LogFittingError, row.LogGradientNorm));
        Close(Math.Log(1.25 / 3), row.LogMeanFittingError);
    }

    [Fact]
    public void Finish_ExactFit_MeansOfLogarithmsAreOverTheOthers()
    {
        Measurements measurements = Three();
        MakeExact(measurements, 0);
        StepRow row = Row(measurements, StructuralWeights.Ones, new Sparsemax());

        double ln2 = Math.Log(2);
        Assert.Equal((1.0, 2.0, 0, 0), (row.ExactFits, row.LogSamples, row.Theorem3Violations, row.SingularSamples));
        Close(-ln2, row.LogFittingError);
        Close(ln2, row.LogGradientNorm);
        Close(-ln2, row.U);
        Close(-2 * ln2, row.L);

        // Of the samples with λ = (2, 8) and (4, 4).
        Close(ln2 - (1.5 * ln2), row.UpperBound);
        Close(ln2 - (2.5 * ln2), row.LowerBound);
        Close(0.5, row.BoundPosition!.Value);
        Close(Math.Log(1.25 / 3), row.LogMeanFittingError);
        Close(Math.Log(5.0 / 3), row.LogMeanGradientNorm);
    }

    [Fact]
    public void Finish_AllFitExactly_HasNoLogarithmsAndBreaksNothing()
    {
        Measurements measurements = Three();
        for (int n = 0; n < 3; n++)
        {
            MakeExact(measurements, n);
        }

        StepRow row = Row(measurements, StructuralWeights.Ones, new Sparsemax());
        Assert.Equal((3.0, 0.0, 0), (row.ExactFits, row.LogSamples, row.Theorem3Violations));
        Assert.All((double[])[row.LogFittingError, row.LogGradientNorm, row.UpperBound, row.LowerBound], value => Assert.True(double.IsNaN(value)));
        Assert.Null(row.BoundPosition);
        Assert.Equal(double.NegativeInfinity, row.LogMeanFittingError);
        Close(-Math.Log(2), row.U);
    }

    /// <summary>A of a sample that is fitted exactly may be singular: the others' bound stays finite, and the sample is counted in both columns.</summary>
    [Fact]
    public void Finish_ExactFitWithSingularA_LeavesTheBoundFinite()
    {
        Measurements measurements = Three();
        MakeExact(measurements, 1);
        measurements.Eigenvalues[2] = 0;
        StepRow row = Row(measurements, StructuralWeights.Ones, new Sparsemax());
        Assert.Equal((1.0, 1, 0), (row.ExactFits, row.SingularSamples, row.Theorem3Violations));
        Assert.Equal(double.PositiveInfinity, row.U);
        Assert.True(double.IsFinite(row.UpperBound));
    }

    /// <summary>0 ≤ 0 ≤ 0 is no excuse for an A that is none.</summary>
    [Theory]
    [InlineData(double.NaN, 2, 0)]
    [InlineData(-1, 2, 0)]
    [InlineData(1, double.PositiveInfinity, 0)]
    [InlineData(1, 2, 1e-3)]
    public void Finish_ExactFitWithAWrongMatrixOrGradient_IsAViolation(double lambdaMin, double lambdaMax, double gradientNorm)
    {
        Measurements measurements = Three();
        MakeExact(measurements, 1);
        (measurements.Eigenvalues[2], measurements.Eigenvalues[3], measurements.GradientNorm[1]) = (lambdaMin, lambdaMax, gradientNorm);
        Assert.Equal(1, Row(measurements, StructuralWeights.Ones, new Sparsemax()).Theorem3Violations);
    }

    /// <summary>E_f of 1e-400 is no exact fit, though float64 has no such number.</summary>
    [Fact]
    public void Finish_ErrorTooSmallForFloat64_IsNoExactFit()
    {
        StepRow row = Row(Small(-800, -1000, -2000), StructuralWeights.Ones, new Entmax(1.01));
        Assert.Equal((0.0, 3.0), (row.ExactFits, row.LogSamples));
        Close(-3800.0 / 3, row.LogFittingError);
    }

    [Fact]
    public void Finish_NoExactFits_IsTheRowOfSoftmaxButForTheirColumns()
    {
        StepRow softmax = Row(Three(), StructuralWeights.Ones), squared = Row(Three(), StructuralWeights.Ones, new Squared());
        Assert.Equal(softmax, squared with { ExactFits = null, LogSamples = null, InexactU = 0, InexactL = 0, PNormSquared = softmax.PNormSquared });
    }

    [Fact]
    public void Add_LossAlone_Refused()
    {
        var aggregator = new BatchAggregator(StructuralWeights.Ones, Precision.F64);
        Assert.Throws<ArgumentException>(() => aggregator.Add(new Measurements(1, 2, MeasurementLevel.Loss)));
    }

    private static Measurements Small(params double[] logs)
    {
        var measurements = new Measurements(logs.Length, 2, MeasurementLevel.Structure) { Count = logs.Length };
        for (int n = 0; n < logs.Length; n++)
        {
            Set(measurements, n, 1, 2, Math.Exp(logs[n]), 1.5 * Math.Exp(logs[n]), 0.1, true);
            (measurements.SmallLogFittingError[n], measurements.SmallLogGradientNorm[n]) = (logs[n], logs[n] + Math.Log(1.5));
        }

        return measurements;
    }

    private static void MakeExact(Measurements m, int n)
    {
        (m.FittingError[n], m.GradientNorm[n], m.Loss[n]) = (0, 0, 0);
        (m.SmallLogFittingError[n], m.SmallLogGradientNorm[n]) = (double.NegativeInfinity, double.NegativeInfinity);
    }

    private static StepRow Row(Measurements measurements, StructuralWeights weights, ILoss? loss = null)
    {
        var aggregator = new BatchAggregator(weights, Precision.F64, loss);
        aggregator.Add(measurements);
        return aggregator.Finish(7, 2);
    }

    private static void Set(Measurements m, int n, double lambdaMin, double lambdaMax, double fittingError, double gradientNorm, double loss, bool correct)
    {
        (m.Eigenvalues[2 * n], m.Eigenvalues[(2 * n) + 1]) = (lambdaMin, lambdaMax);
        (m.FittingError[n], m.GradientNorm[n], m.Loss[n], m.Correct[n]) = (fittingError, gradientNorm, loss, correct);
    }

    private static void Close(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-14 * Math.Max(1, Math.Abs(expected)), FormattableString.Invariant($"{actual:R} is not {expected:R}"));
}
