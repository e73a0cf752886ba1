using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using Xunit;

namespace StructuralError.Tests.Analysis.Claims;

public sealed class PaperClaimsTests
{
    public static TheoryData<string> Ids => [.. PaperClaims.All.Select(claim => claim.Id)];

    /// <summary>Claims that training runs decide.</summary>
    public static TheoryData<string> AboutTraining => [.. PaperClaims.All.Select(claim => claim.Id).Where(id => id != "theorem3-holds" && Case(id).True().Runs.Count > 0)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Judge_DataThatAgree_Reproduced(string id) => AssertVerdict(Verdict.Reproduced, Judge(id, Case(id).True()));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Judge_DataThatContradict_NotReproduced(string id) => AssertVerdict(Verdict.NotReproduced, Judge(id, Case(id).False()));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Judge_OneSeed_Inconclusive(string id)
    {
        ReproductionData data = Case(id).True();
        ClaimResult result = Judge(id, data with { Runs = [.. data.Runs.Where(run => run.Seed == 1)], Initial = [.. data.Initial.Where(network => network.Seed == 1)] });
        AssertVerdict(Verdict.Inconclusive, result);
        Assert.Contains("a single seed", result.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Judge_SeedsThatDisagree_Inconclusive(string id)
    {
        // Two seeds of the data that agree, one of those that contradict: unless one counterexample is enough.
        ReproductionData agree = Case(id).True(), contradict = Case(id).False();
        var mixed = agree with
        {
            Runs = [.. agree.Runs.Zip(contradict.Runs, (first, second) => first.Seed == 0 ? second : first)],
            Initial = [.. agree.Initial.Zip(contradict.Initial, (first, second) => first.Seed == 0 ? second : first)],
        };
        AssertVerdict(id == "theorem3-holds" ? Verdict.NotReproduced : Verdict.Inconclusive, Judge(id, mixed));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Judge_NothingMeasured_Inconclusive(string id)
    {
        ClaimResult result = Judge(id, new ReproductionData { Dataset = "none", Runs = [], Initial = [] });
        AssertVerdict(Verdict.Inconclusive, result);
        Assert.DoesNotContain("Not so", result.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AboutTraining))]
    public void Judge_RunsThatEndBeforeStep500_InconclusiveWithTheReason(string id)
    {
        ReproductionData data = Case(id).True();
        ClaimResult result = Judge(id, data with { IsQuick = true, Runs = [.. data.Runs.Select(run => run with { Steps = [.. run.Steps.Take(300)] })] });
        AssertVerdict(Verdict.Inconclusive, result);
        Assert.Contains("end before step 500", result.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_OneModelMissing_InconclusiveAndSaysWhich()
    {
        ReproductionData data = Case("pearson-near-one").True();
        ClaimResult result = Judge("pearson-near-one", data with { Runs = [.. data.Runs.Where(run => run.Model != "c")] });
        AssertVerdict(Verdict.Inconclusive, result);
        Assert.Contains("no run of model c with k = 1", result.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void All_EveryClaim_SaysWhatItIsAndHasItsOwnId()
    {
        Assert.Equal(PaperClaims.All.Count, PaperClaims.All.Select(claim => claim.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(PaperClaims.All, claim =>
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", claim.Id);
            Assert.All([claim.Source, claim.Sentence, claim.Statistic, claim.Threshold], text => Assert.True(text.Length > 10, claim.Id));
        });
    }

    [Fact]
    public void All_MadeUpCases_AreOneForEachClaim() =>
        Assert.Equal(PaperClaims.All.Select(claim => claim.Id).Order(StringComparer.Ordinal), ClaimCases.All.Select(made => made.Id).Order(StringComparer.Ordinal));

    private static ClaimCase Case(string id) => ClaimCases.All.Single(made => made.Id == id);

    private static ClaimResult Judge(string id, ReproductionData data) => PaperClaims.All.Single(claim => claim.Id == id).Judge(data);

    private static void AssertVerdict(Verdict expected, ClaimResult result) => Assert.True(expected == result.Verdict, $"{result.Id}: {result.Verdict}, not {expected}. {result.Finding}");
}
