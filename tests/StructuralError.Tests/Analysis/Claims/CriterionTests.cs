using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Claims.Judging;
using Xunit;

namespace StructuralError.Tests.Analysis.Claims;

public sealed class CriterionTests
{
    public static TheoryData<Verdict, double[]> AtLeast09 => new()
    {
        { Verdict.Reproduced, [0.95, 0.96, 0.97] },
        { Verdict.NotReproduced, [0.7, 0.71, 0.72] },
        { Verdict.Undecided, [0.7, 0.9, 0.99] },
        { Verdict.Undecided, [0.95, double.NaN, 0.97] },
        { Verdict.Undecided, [0.95] },
        { Verdict.Undecided, [] },
        { Verdict.Reproduced, [1, double.PositiveInfinity, 2] },
        { Verdict.NotReproduced, [0.8, double.NegativeInfinity] },
        { Verdict.Undecided, [0.8, double.PositiveInfinity] },
    };

    public static TheoryData<Verdict, double[]> NeverAbove0 => new()
    {
        { Verdict.Reproduced, [0, 0, 0] },
        { Verdict.NotReproduced, [0, 0, 1] },
        { Verdict.NotReproduced, [1] },
        { Verdict.NotReproduced, [double.NaN, 1] },
        { Verdict.Undecided, [0] },
        { Verdict.Undecided, [0, double.NaN] },
    };

    [Theory]
    [MemberData(nameof(AtLeast09))]
    public void Judge_AtLeast09_FollowsTheInterval(Verdict expected, double[] values) => Assert.Equal(expected, Criterion.AtLeast(0.9).Judge(values));

    [Theory]
    [MemberData(nameof(NeverAbove0))]
    public void Judge_NeverAbove0_OneSeedRefutes(Verdict expected, double[] values) => Assert.Equal(expected, Criterion.NeverAbove(0).Judge(values));

    [Fact]
    public void Judge_IntervalThatEndsAtTheThreshold_IsOnTheSideOfItsRelation()
    {
        // Equal seeds: an interval of one point.
        Assert.Equal(Verdict.Reproduced, Criterion.AtMost(0).Judge([0, 0]));
        Assert.Equal(Verdict.NotReproduced, Criterion.Below(0).Judge([0, 0]));
        Assert.Equal(Verdict.Reproduced, Criterion.AtLeast(0).Judge([0, 0]));
        Assert.Equal(Verdict.NotReproduced, Criterion.Above(0).Judge([0, 0]));
    }

    [Fact]
    public void Judge_ThresholdWithinTheInterval_IsInconclusiveOnBothSides()
    {
        double[] values = [1, 2, 3];
        double upper = SeedInterval.Of(values).Upper;
        Assert.Equal(Verdict.Undecided, Criterion.Below(upper - 1e-9).Judge(values));
        Assert.Equal(Verdict.Reproduced, Criterion.Below(upper + 1e-9).Judge(values));
    }

    [Fact]
    public void Text_IsTheSameInEveryCulture()
    {
        using var culture = new Reporting.CommaCulture();
        Assert.Equal("≥ 0.9", Criterion.AtLeast(0.9).Text);
        Assert.Equal("≤ 0 in every seed", Criterion.NeverAbove(0).Text);
    }
}
