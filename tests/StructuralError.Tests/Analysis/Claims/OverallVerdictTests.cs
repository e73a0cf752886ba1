using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Claims.Judging;
using Xunit;
using static StructuralError.Experiments.Paper.Claims.Verdict;

namespace StructuralError.Tests.Analysis.Claims;

public sealed class OverallVerdictTests
{
    [Theory]
    [InlineData(Reproduced, Reproduced, Reproduced)]
    [InlineData(ReproducedInPart, Reproduced, NotReproduced)]
    [InlineData(ReproducedInPart, Reproduced, NotReproduced, Undecided)]
    [InlineData(NotReproduced, NotReproduced, NotReproduced)]
    [InlineData(NotReproduced, NotReproduced, Undecided)]
    [InlineData(Undecided, Reproduced, Undecided)]
    [InlineData(Undecided)]
    public void Of_CasesOfTheText_FollowsTheRule(Verdict expected, params Verdict[] cases) => Assert.Equal(expected, OverallVerdict.Of(ClaimKind.Paper, Evidence(cases)));

    [Theory]
    [InlineData(ClaimKind.Theorem)]
    [InlineData(ClaimKind.Identity)]
    [InlineData(ClaimKind.ProofStep)]
    public void Of_OneCaseAgainstATheorem_Refutes(ClaimKind kind) =>
        Assert.Equal(NotReproduced, OverallVerdict.Of(kind, Evidence([Reproduced, Reproduced, NotReproduced])));

    [Fact]
    public void Of_NoCaseWithData_CannotBeDecided()
    {
        Evidence missing = new("case", "quantity", [], double.NaN, double.NaN, double.NaN, Undecided), there = Evidence([Reproduced])[0];
        Assert.Equal(CannotBeDecided, OverallVerdict.Of(ClaimKind.Paper, [missing, missing]));
        Assert.Equal(Undecided, OverallVerdict.Of(ClaimKind.Paper, [missing, there]));
    }

    private static Evidence[] Evidence(IEnumerable<Verdict> cases) => [.. cases.Select(verdict => new Evidence("case", "quantity", [new SeedValue(0, 0)], 0, 0, 0, verdict))];
}
