using StructuralError.Core.Losses;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Losses;

public sealed class SoftmaxCrossEntropyTests
{
    [Fact]
    public void Evaluate_ThreeClasses_HandComputed()
    {
        // p = (1, 2, 5) / 8.
        double[] error = new double[3];
        double loss = new SoftmaxCrossEntropy().Evaluate([Math.Log(1), Math.Log(2), Math.Log(5)], 1, error, out double fittingError);
        Numbers.AssertClose(Math.Log(4), loss, 1e-15, "loss");
        Numbers.AssertClose([-1.0 / 8, 6.0 / 8, -5.0 / 8], error, 1e-15, "error");
        Numbers.AssertClose(62.0 / 64, fittingError, 1e-15, "fitting error");
    }

    [Theory]
    [InlineData(40)]
    [InlineData(300)]
    public void Evaluate_NearlyPerfect_KeepsTheRelativeAccuracyOfTheError(double logit)
    {
        double[] error = new double[2];
        new SoftmaxCrossEntropy().Evaluate([0, logit], 1, error, out double fittingError);
        double others = Math.Exp(-logit);
        Numbers.AssertClose([-others, others], error, 1e-13, "error");
        Numbers.AssertClose(2 * others * others, fittingError, 1e-13, "fitting error");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(400)]
    [InlineData(1e6)]
    public void EvaluateScaled_ConfidentSample_GivesTheErrorWithoutItsSize(double logit)
    {
        // p_c = e^−logit / (1 + 3 e^−logit) for the three other classes: e = (3, −1, −1, −1) p.
        double[] scaled = new double[4];
        double logScale = new SoftmaxCrossEntropy().EvaluateScaled([logit, 0, 0, 0], 0, scaled, out double squaredNorm);
        Numbers.AssertClose(Math.Log(3) - logit - Math.Log(1 + (3 * Math.Exp(-logit))), logScale, 1e-14, "ln s");
        Numbers.AssertClose([1, -1.0 / 3, -1.0 / 3, -1.0 / 3], scaled, 1e-15, "scaled error");
        Numbers.AssertClose(4.0 / 3, squaredNorm, 1e-15, "squared norm");
    }

    [Fact]
    public void EvaluateScaled_WrongPrediction_IsTheSameError()
    {
        double[] logits = [1, 5, 2], scaled = new double[3], error = new double[3];
        var loss = new SoftmaxCrossEntropy();
        double scale = Math.Exp(loss.EvaluateScaled(logits, 0, scaled, out double squaredNorm));
        loss.Evaluate(logits, 0, error, out double fittingError);
        Numbers.AssertClose(error, [.. scaled.Select(value => value * scale)], 1e-14, "error");
        Numbers.AssertClose(fittingError, squaredNorm * scale * scale, 1e-14, "fitting error");
    }

    [Fact]
    public void EvaluateScaled_LossThatDoesNotSayHow_TakesTheErrorItself()
    {
        double[] scaled = new double[2];
        ILoss loss = new Plain();
        Assert.Equal(Math.Log(0.5), loss.EvaluateScaled([0, 0], 0, scaled, out double squaredNorm));
        Assert.Equal([1, -0.5], scaled);
        Assert.Equal(1.25, squaredNorm);
    }

    [Fact]
    public void Evaluate_HugeLogits_StayFinite()
    {
        double[] error = new double[2];
        Assert.Equal(2e300, new SoftmaxCrossEntropy().Evaluate([1e300, -1e300], 1, error, out double fittingError));
        Assert.Equal([-1, 1], error);
        Assert.Equal(2, fittingError);
    }

    [Fact]
    public void SquaredPrediction_AnyLogits_IsThatOfThePrediction()
    {
        var random = new System.Random(3);
        for (int run = 0; run < 200; run++)
        {
            double[] logits = [.. Enumerable.Range(0, 2 + (run % 9)).Select(_ => 12 * (random.NextDouble() - 0.5))], error = new double[logits.Length];
            int label = run % logits.Length;
            var softmax = new SoftmaxCrossEntropy();
            double loss = softmax.Evaluate(logits, label, error, out double fittingError), sum = logits.Sum(Math.Exp);
            double expected = logits.Sum(f => Math.Exp(f) / sum * (Math.Exp(f) / sum));
            Assert.Equal(expected, softmax.SquaredPrediction(logits, loss, fittingError), 1e-14);
        }
    }

    [Fact]
    public void FactorCurvature_AnyLogits_IsAFactorOfTheCurvature()
    {
        double[] logits = [1.5, -2, 0.25, 3], factor = new double[16];
        new SoftmaxCrossEntropy().FactorCurvature(logits, factor);
        double sum = logits.Sum(Math.Exp);
        for (int c = 0; c < 4; c++)
        {
            for (int d = 0; d < 4; d++)
            {
                double expected = ((c == d ? 1 : 0) - (Math.Exp(logits[d]) / sum)) * Math.Exp(logits[c]) / sum;
                Assert.Equal(expected, Enumerable.Range(0, 4).Sum(k => factor[(c * 4) + k] * factor[(d * 4) + k]), 1e-15);
            }
        }
    }

    private sealed class Plain : ILoss
    {
        public string Name => "plain";

        public bool FitsExactly => false;

        public double Evaluate(ReadOnlySpan<double> logits, in Target target, Span<double> error, out double fittingError)
        {
            (error[0], error[1], fittingError) = (0.5, -0.25, 0.3125);
            return 0;
        }

        public void Predict(ReadOnlySpan<double> logits, Span<double> p) => p.Clear();

        public double Omega(ReadOnlySpan<double> p) => 0;

        public void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor) => factor.Clear();
    }
}
