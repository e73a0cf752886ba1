using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Claims.Judging;
using Xunit;
using static StructuralError.Experiments.Paper.Claims.Verdict;

namespace StructuralError.Tests.Analysis.Claims;

public sealed class OverallVerdictTests
{
    [Theory]
    [InlineData(Reproduced, Reproduced, Reproduced)]
    [InlineData(NotReproduced, Reproduced, NotReproduced, Inconclusive)]
    [InlineData(Inconclusive, Reproduced, Inconclusive)]
    [InlineData(Inconclusive)]
    public void Of_Cases_FollowsTheRule(Verdict expected, params Verdict[] cases) =>
        Assert.Equal(expected, OverallVerdict.Of([.. cases.Select(verdict => new Evidence("case", "quantity", [], 0, 0, 0, verdict))]));
}
