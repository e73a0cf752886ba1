using FsCheck;
using FsCheck.Fluent;
using StructuralError.Core.Losses;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Losses;

/// <summary>Against other ways to the same: sorting where that gives an exact solution, bisection elsewhere.</summary>
public sealed class EntmaxTests
{
    /// <summary>README of deep-spin/entmax.</summary>
    [Theory]
    [InlineData(2, 0, 0.25, 0.75)]
    [InlineData(1.5, 0, 0.3260, 0.6740)]
    public void Predict_PublishedExample_IsThePublishedPrediction(double alpha, double first, double second, double third) =>
        Numbers.AssertWithin([first, second, third], LossDraw.Predict(new Entmax(alpha), [-2, 0, 0.5]), 5e-5, "p");

    [Fact]
    public void Predict_Two_IsTheProjectionThatSortingGives() => ForEach(draw =>
    {
        double[] sorted = [.. draw.Logits.OrderDescending()];
        double sum = 0, threshold = 0;
        for (int k = 0; k < sorted.Length; k++)
        {
            sum += sorted[k];
            threshold = sorted[k] > (sum - 1) / (k + 1) ? (sum - 1) / (k + 1) : threshold;
        }

        double[] expected = [.. draw.Logits.Select(f => Math.Max(0, f - threshold))];
        Numbers.AssertWithin(expected, LossDraw.Predict(new Sparsemax(), draw.Logits), 1e-15 * draw.Scale * draw.Classes, "p");
    });

    [Fact]
    public void Predict_OneAndAHalf_IsWhatSortingGives() => ForEach(draw =>
    {
        double[] sorted = [.. draw.Logits.Select(f => f / 2).OrderDescending()];
        double threshold = 0;
        for (int k = 1; k <= sorted.Length; k++)
        {
            double mean = sorted[..k].Average(), squares = sorted[..k].Sum(x => (x - mean) * (x - mean)), root = (1 - squares) / k;
            double found = mean - Math.Sqrt(Math.Max(0, root));
            threshold = root >= 0 && found <= sorted[k - 1] ? found : threshold;
        }

        double[] expected = [.. draw.Logits.Select(f => Math.Pow(Math.Max(0, (f / 2) - threshold), 2))];
        Numbers.AssertWithin(expected, LossDraw.Predict(new Entmax(1.5), draw.Logits), 1e-14 * draw.Scale, "p");
    });

    [Theory]
    [InlineData(1.01)]
    [InlineData(1.1)]
    [InlineData(1.125)]
    [InlineData(1.25)]
    [InlineData(1.5)]
    [InlineData(1.75)]
    [InlineData(1.999)]
    [InlineData(2)]
    public void Predict_AnyAlpha_IsWhatBisectionGives(double alpha) => ForEach(draw =>
    {
        double[] x = [.. draw.Logits.Select(f => (alpha - 1) * f)];
        double low = x.Max() - 1, high = x.Max();
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Sum(middle) >= 1 ? (middle, high) : (low, middle);
        }

        double sum = Sum(low);
        double[] expected = [.. x.Select(value => Math.Pow(Math.Max(0, value - low), 1 / (alpha - 1)) / sum)];
        Numbers.AssertWithin(expected, LossDraw.Predict(new Entmax(alpha), draw.Logits), 1e-14 * draw.Scale / (alpha - 1), "p");

        double Sum(double threshold) => x.Sum(value => Math.Pow(Math.Max(0, value - threshold), 1 / (alpha - 1)));
    });

    [Fact]
    public void Evaluate_AlphaNearOne_TendsToSoftmax() => ForEach(draw =>
    {
        const double Distance = 1e-9;
        (double expected, double[] expectedError, _) = LossDraw.Evaluate(new SoftmaxCrossEntropy(), draw.Logits, draw.Target);
        (double loss, double[] error, _) = LossDraw.Evaluate(new Entmax(1 + Distance), draw.Logits, draw.Target);
        double room = 10 * Distance * draw.Scale * draw.Scale;
        Numbers.AssertWithin([expected], [loss], room, "loss");
        Numbers.AssertWithin(expectedError, error, room, "error");
    });

    [Theory]
    [InlineData("sparsemax", 1)]
    [InlineData("entmax:2", 1)]
    [InlineData("entmax:1.5", 2)]
    [InlineData("entmax:1.25", 4)]
    public void Evaluate_MarginOfOneOverAlphaMinusOne_IsAnExactFit(string name, double margin)
    {
        ILoss loss = LossTable.Of(name);
        foreach (double room in (double[])[0, 0.5, 1000])
        {
            (double value, double[] error, double fittingError) = LossDraw.Evaluate(loss, [-7, margin + room, 0, 0], 1);
            Assert.Equal((0.0, 0.0), (value, fittingError));
            Assert.All(error, e => Assert.Equal(0, e));
        }

        (double positive, _, double squared) = LossDraw.Evaluate(loss, [-7, margin - 0.01, 0, 0], 1);
        Assert.True(positive > 0 && squared > 0);
        Assert.Equal(double.NegativeInfinity, loss.EvaluateScaled([-7, margin, 0, 0], 1, new double[4], out double norm));
        Assert.Equal(0, norm);
    }

    /// <summary>p_1 = (0.0025 − w)⁴ with w = 1e-11: far below what 1 − p_0 could say.</summary>
    [Fact]
    public void Evaluate_NearlyExact_KeepsItsDigits()
    {
        double fittingError = LossDraw.Evaluate(new Entmax(1.25), [3.99, 0, -9], 0).FittingError;
        Numbers.AssertClose(2 * Math.Pow(0.0025 - 1e-11, 8), fittingError, 1e-8, "fitting error");
    }

    [Theory]
    [InlineData("entmax:1.5", "entmax:1.5")]
    [InlineData("entmax:1.250", "entmax:1.25")]
    [InlineData("entmax:2", "entmax:2")]
    [InlineData("entmax:1", null)]
    [InlineData("entmax:2.1", null)]
    [InlineData("entmax:NaN", null)]
    [InlineData("entmax:1,5", null)]
    [InlineData("entmax:", null)]
    [InlineData("entmax", null)]
    public void Read_AName_GivesTheLossOrNothing(string name, string? expected) => Assert.Equal(expected, Entmax.Read(name)?.Name);

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(double.NaN)]
    public void Constructor_AlphaOutside_Throws(double alpha) => Assert.Throws<ArgumentOutOfRangeException>(() => new Entmax(alpha));

    private static void ForEach(Action<LossDraw> check) => Prop.ForAll<int>(seed => check(new LossDraw(seed))).QuickCheckThrowOnFailure();
}
