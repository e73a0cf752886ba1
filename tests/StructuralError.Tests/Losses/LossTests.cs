using StructuralError.Core.Losses;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Losses;

/// <summary>What is particular to single losses, worked out by hand.</summary>
public sealed class LossTests
{
    [Fact]
    public void Softmax_SoftTarget_IsTheDivergence()
    {
        // p = (1, 2, 5) / 8, q = (1, 1, 2) / 4.
        (double loss, double[] error, _) = LossDraw.Evaluate(
            new SoftmaxCrossEntropy(), [Math.Log(1), Math.Log(2), Math.Log(5)], new Target(2, [0.25, 0.25, 0.5]));
        Numbers.AssertClose((0.25 * Math.Log(2)) + (0.5 * Math.Log(0.8)), loss, 1e-14, "loss");
        Numbers.AssertClose([1.0 / 8, 0, -1.0 / 8], error, 1e-15, "error");
    }

    [Fact]
    public void Softmax_AnyFiniteLogits_HasAFiniteLogarithmOfTheError()
    {
        ILoss loss = LossTable.Default;
        foreach (double margin in (double[])[0, 1, 40, 400, 1e5, 1e300])
        {
            double logScale = loss.EvaluateScaled([margin, 0, 0], 0, new double[3], out double squaredNorm);
            Assert.True(double.IsFinite((2 * logScale) + Math.Log(squaredNorm)), $"margin {margin}");
        }
    }

    [Fact]
    public void Squared_AnySample_LossIsHalfTheFittingError()
    {
        (double loss, double[] error, double fittingError) = LossDraw.Evaluate(new Squared(), [-2, 0, 0.5], 2);
        Assert.Equal((2.125, 4.25), (loss, fittingError));
        Assert.Equal([2, 0, 0.5], error);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(400)]
    [InlineData(1e5)]
    public void OvaLogistic_ConfidentSample_KeepsTheErrorWithoutItsSize(double logit)
    {
        // e = (1, −1, −1) / (1 + e^logit).
        double[] scaled = new double[3];
        double logScale = new OvaLogistic().EvaluateScaled([logit, -logit, -logit], 0, scaled, out double squaredNorm);
        Numbers.AssertClose(-logit, logScale, 1e-12, "ln s");
        Numbers.AssertClose([1, -1, -1], scaled, 1e-14, "scaled error");
        Numbers.AssertClose(3, squaredNorm, 1e-14, "squared norm");
    }

    [Fact]
    public void OvaLogistic_ConfidentSample_LosesNoDigits()
    {
        (double loss, double[] error, _) = LossDraw.Evaluate(new OvaLogistic(), [50, -50], 0);
        Numbers.AssertClose(2 * Math.Exp(-50), loss, 1e-14, "loss");
        Numbers.AssertClose([Math.Exp(-50), -Math.Exp(-50)], error, 1e-14, "error");
    }

    [Theory]
    [InlineData(710)]
    [InlineData(1e300)]
    public void Poisson_PredictionTooLarge_IsInfiniteAndNotNaN(double logit)
    {
        foreach (int label in (int[])[0, 1])
        {
            (double loss, _, double fittingError) = LossDraw.Evaluate(new Poisson(), [logit, 0], label);
            Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), (loss, fittingError));
        }
    }

    [Fact]
    public void Poisson_SmallLogit_LosesNoDigits()
    {
        // e^x − 1 − x = x²/2 + …, and e_0 = 1 − e^x.
        (double loss, double[] error, _) = LossDraw.Evaluate(new Poisson(), [1e-9, double.NegativeInfinity], 0);
        Numbers.AssertWithin([5e-19], [loss], 1e-24, "loss");
        Numbers.AssertClose([-1e-9, 0], error, 1e-9, "error");
    }

    [Fact]
    public void Perceptron_TieAndError_TakesTheFirstLargest()
    {
        var loss = new Perceptron();
        Assert.Equal((0.0, 0.0), (LossDraw.Evaluate(loss, [2, 2, 1], 0).Loss, LossDraw.Evaluate(loss, [2, 2, 1], 0).FittingError));
        (double tied, double[] error, double fittingError) = LossDraw.Evaluate(loss, [2, 2, 1], 1);
        Assert.Equal((0.0, 2.0), (tied, fittingError));
        Assert.Equal([-1, 1, 0], error);
        Assert.Equal((1.0, 2.0), (LossDraw.Evaluate(loss, [2, 2, 1], 2).Loss, LossDraw.Evaluate(loss, [2, 2, 1], 2).FittingError));
        Assert.False(((ILoss)loss).IsStrictlyConvex);
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("entmax:1.5")]
    [InlineData("ova-logistic")]
    public void Find_NameOfALoss_IsThatLoss(string name) => Assert.Equal(name, LossTable.Find(name)!.Name);

    [Theory]
    [InlineData("")]
    [InlineData("Softmax")]
    [InlineData("hinge")]
    public void Find_NoLoss_IsNull(string name)
    {
        Assert.Null(LossTable.Find(name));
        Assert.Throws<ArgumentException>(() => LossTable.Of(name));
    }
}
