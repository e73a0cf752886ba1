using MathNet.Numerics;
using StructuralError.Cpu.Kernels;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Kernels;

public sealed class NormalDistributionTests
{
    [Fact]
    public void Cumulative_From38SigmasBelowTo38Above_IsTheErrorFunction()
    {
        for (int i = -3_800; i <= 3_800; i++)
        {
            double x = i / 100.0;
            double expected = 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
            Numbers.AssertAtMost(Math.Abs(NormalDistribution.Cumulative(x) - expected), 2e-15, $"error of Φ({x:R})");
        }
    }

    [Fact]
    public void Cumulative_LeftTail_KeepsItsRelativeAccuracy()
    {
        // Rounding −x²/2 before the exponential makes a relative error of x²/2 · u, u = 2⁻⁵³, here and within the reference; rounding √2 and
        // the quotient makes one of x² · 2u, in the reference only.
        for (int i = 3_000; i <= 37_000; i += 37)
        {
            double x = -i / 1000.0;
            double expected = 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
            double tolerance = ((3 * x * x) + 20) * Math.ScaleB(1, -53);
            Numbers.AssertAtMost(Math.Abs((NormalDistribution.Cumulative(x) / expected) - 1), tolerance, $"relative error of Φ({x:R})");
        }
    }

    [Fact]
    public void Cumulative_BothSigns_AddUpToOne()
    {
        for (double x = 0; x < 39; x += 0.0137)
        {
            Numbers.AssertAtMost(Math.Abs(NormalDistribution.Cumulative(x) + NormalDistribution.Cumulative(-x) - 1), 4e-16, $"Φ({x:R}) + Φ(−{x:R}) − 1");
        }
    }

    [Fact]
    public void Cumulative_LimitsAndNaN_AreKept()
    {
        Assert.Equal(0.5, NormalDistribution.Cumulative(0));
        Assert.Equal(1, NormalDistribution.Cumulative(double.PositiveInfinity));
        Assert.Equal(0, NormalDistribution.Cumulative(double.NegativeInfinity));
        Assert.True(double.IsNaN(NormalDistribution.Cumulative(double.NaN)));
    }

    [Theory]
    [InlineData(0, 0.39894228040143267794)]
    [InlineData(1, 0.24197072451914334980)]
    [InlineData(-2, 0.05399096651318805195)]
    [InlineData(double.PositiveInfinity, 0)]
    public void Density_KnownArguments_HasTabulatedValues(double x, double expected) =>
        Numbers.AssertWithin([expected], [NormalDistribution.Density(x)], 1e-16, $"φ({x:R})");
}
