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

    [Fact]
    public void Evaluate_HugeLogits_StayFinite()
    {
        double[] error = new double[2];
        Assert.Equal(2e300, new SoftmaxCrossEntropy().Evaluate([1e300, -1e300], 1, error, out double fittingError));
        Assert.Equal([-1, 1], error);
        Assert.Equal(2, fittingError);
    }
}
