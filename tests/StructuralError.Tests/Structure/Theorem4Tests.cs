using StructuralError.Core.Structure;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Structure;

public sealed class Theorem4Tests
{
    // Computed apart from the program (Python, math.log and math.sqrt, formulas as printed).
    [Theory]
    [InlineData(10, 100_000, 0.9999539482981401, 0.011753998772524787, -1.4999078944754558, 0.2111181951050308)]
    [InlineData(2, 100, 0.9861370563888011, 0.20496077681823924, -1.472080136766552, 0.5862687290743284)]
    public void Bounds_AreThoseOfTheFormulas(int classes, long parameters, double ratio, double inner, double boundOfU, double boundOfG)
    {
        Numbers.AssertClose(ratio, Theorem4.SmallestNormRatio(classes, parameters), 1e-14, "ratio of norms");
        Numbers.AssertClose(inner, Theorem4.LargestInnerProduct(classes, parameters), 1e-14, "inner product");
        Numbers.AssertClose(boundOfU, Theorem4.BoundOfU(classes, parameters, logEpsilonSquared: 1.5), 1e-14, "bound of U");
        Numbers.AssertClose(boundOfG, Theorem4.BoundOfG(classes, parameters), 1e-13, "bound of G");
    }

    [Fact]
    public void BoundOfG_FallsWithParametersAndGrowsWithClasses()
    {
        Assert.True(Theorem4.BoundOfG(10, 1000) > Theorem4.BoundOfG(10, 2000));
        Assert.True(Theorem4.BoundOfG(11, 1000) > Theorem4.BoundOfG(10, 1000));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(2, 0)]
    public void Bounds_NoClassOrParameter_Refused(int classes, long parameters)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Theorem4.SmallestNormRatio(classes, parameters));
        Assert.Throws<ArgumentOutOfRangeException>(() => Theorem4.LargestInnerProduct(classes, parameters));
    }
}
