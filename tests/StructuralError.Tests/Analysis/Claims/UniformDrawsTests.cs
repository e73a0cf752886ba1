using StructuralError.Experiments.Paper.Evidence;
using Xunit;

namespace StructuralError.Tests.Analysis.Claims;

public sealed class UniformDrawsTests
{
    [Fact]
    public void Of_TenClasses_UIsAlwaysAboveItsBound_GNever_AndLemma2FailsInATenth()
    {
        foreach (long parameters in (long[])[10_000, 1_000_000])
        {
            var draws = UniformDraws.Of(10, parameters, seed: 0, draws: 2000);
            Assert.Equal((2000, 0), (draws.UAbove, draws.GAbove));
            Assert.InRange(draws.LemmaFailures, 140, 260);
            Assert.InRange(draws.RepairedAbove, 0, draws.LemmaFailures);
        }
    }

    [Fact]
    public void Of_SameSeed_SameDraws_AnotherSeedOthers()
    {
        Assert.Equal(UniformDraws.Of(3, 1000, 4, 300), UniformDraws.Of(3, 1000, 4, 300));
        Assert.NotEqual(UniformDraws.Of(3, 1000, 4, 300).LemmaFailures, UniformDraws.Of(3, 1000, 5, 300).LemmaFailures);
    }

    [Fact]
    public void Of_TwoColumnsInThreeDimensions_LengthsAndAnglesAreThoseOfTheBall()
    {
        // In R^3, C = 2: Lemma 2's lengths ask for |x| ≥ 1 − 2 ln 2/3 = 0.5379 (probability 1 − 0.5379³ each), and |⟨x, y⟩| ≤ √(6 ln 2)/√2 > 1 always holds.
        var draws = UniformDraws.Of(2, 3, seed: 1, draws: 20_000);
        double fails = 1 - Math.Pow(1 - Math.Pow(1 - (2 * Math.Log(2) / 3), 3), 2);
        Assert.Equal(fails, draws.LemmaFailures / 20_000.0, 0.02);
    }
}
