using StructuralError.Core.Engines;
using StructuralError.Core.Structure;
using Xunit;

namespace StructuralError.Tests.Structure;

public sealed class Theorem3Tests
{
    // λ = 2 … 5, E_f = 0.1: the gradient norm must lie in 0.2 … 0.5.
    [Theory]
    [InlineData(0.2, true)]
    [InlineData(0.35, true)]
    [InlineData(0.5, true)]
    [InlineData(0.2 - 4e-11, true)]
    [InlineData(0.5 + 4e-11, true)]
    [InlineData(0.2 - 1e-10, false)]
    [InlineData(0.5 + 1e-10, false)]
    [InlineData(0.0, false)]
    [InlineData(-0.3, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(double.NegativeInfinity, false)]
    public void Holds_GradientNorm_OnlyWithinTheBounds(double gradientNorm, bool expected) =>
        Assert.Equal(expected, Theorem3.Holds(2, 5, 0.1, gradientNorm, Theorem3.Tolerance(Precision.F64)));

    [Theory]
    [InlineData(0.2 - 4e-5, true)]
    [InlineData(0.5 + 4e-5, true)]
    [InlineData(0.2 - 1e-4, false)]
    [InlineData(0.5 + 1e-4, false)]
    public void Holds_Float32_AllowsItsRounding(double gradientNorm, bool expected) =>
        Assert.Equal(expected, Theorem3.Holds(2, 5, 0.1, gradientNorm, Theorem3.Tolerance(Precision.F32)));

    [Theory]
    [InlineData(-1e-3, 5, 0.1)]
    [InlineData(double.NaN, 5, 0.1)]
    [InlineData(2, double.NaN, 0.1)]
    [InlineData(2, double.PositiveInfinity, 0.1)]
    [InlineData(2, 5, double.NaN)]
    [InlineData(2, 5, double.PositiveInfinity)]
    [InlineData(2, 5, -0.1)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 0.1)]
    public void Holds_ValueThatCannotBe_Never(double lambdaMin, double lambdaMax, double fittingError) =>
        Assert.False(Theorem3.Holds(lambdaMin, lambdaMax, fittingError, 0.3, Theorem3.Float32Tolerance));

    [Theory]
    [InlineData(0, 0.3, true)]
    [InlineData(-1e-20, 0.3, true)]
    [InlineData(0, 0, true)]
    [InlineData(0, 0.6, false)]
    public void Holds_SingularMatrix_IsNoViolationByItself(double lambdaMin, double gradientNorm, bool expected) =>
        Assert.Equal(expected, Theorem3.Holds(lambdaMin, 5, 0.1, gradientNorm, Theorem3.Float64Tolerance));

    [Fact]
    public void Holds_PerfectFit_ZeroIsWithinZero() => Assert.True(Theorem3.Holds(2, 5, 0, 0, Theorem3.Float64Tolerance));
}
