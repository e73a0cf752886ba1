using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Claims.Bounds;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;
using Xunit;

namespace StructuralError.Tests.Analysis.Claims;

public sealed class EvidenceBuilderTests
{
    private static readonly Claim AnyClaim = new GapNarrows();

    [Fact]
    public void Add_ThreeSeeds_KeepsValuesMeanAndInterval()
    {
        EvidenceBuilder cases = Empty();
        cases.Add("model a", "x", [new(3, 1), new(5, 2), new(9, 3)], Criterion.Above(0));
        Evidence evidence = Assert.Single(cases.Conclude(AnyClaim).Evidence);
        var interval = SeedInterval.Of([1, 2, 3]);
        Assert.Equal([3L, 5, 9], evidence.Values.Select(value => value.Seed));
        Assert.Equal((2, interval.Lower, interval.Upper, Verdict.Undecided), (evidence.Mean, evidence.Lower, evidence.Upper, evidence.Verdict));
    }

    [Fact]
    public void Conclude_AllHold_FindingGivesTheRange()
    {
        EvidenceBuilder cases = Empty();
        cases.Add("model a", "median r", [new(0, 0.951), new(1, 0.952)], Criterion.AtLeast(0.9));
        cases.Add("model b", "median r", [new(0, 0.991), new(1, 0.992)], Criterion.AtLeast(0.9));
        Assert.Equal("Holds in 2 of 2 cases. Median r: 0.952 to 0.992.", cases.Conclude(AnyClaim).Finding);
    }

    [Fact]
    public void Conclude_AllHoldInSeveralQuantities_OneSentenceAndSymbolsStayAsTheyAre()
    {
        EvidenceBuilder cases = Empty();
        cases.Add("model a", "ln of the growth", [new(0, 1), new(1, 1)], Criterion.Above(0));
        cases.Add("model a", "median r", [new(0, 2), new(1, 2)], Criterion.Above(0));
        Assert.Equal("Holds in 2 of 2 cases. ln of the growth: 1; median r: 2.", cases.Conclude(AnyClaim).Finding);
    }

    [Fact]
    public void Conclude_SomeAgainst_FindingNamesThemWithTheirIntervals()
    {
        using var culture = new Reporting.CommaCulture();
        EvidenceBuilder cases = Empty();
        cases.Add("model a", "change of G", [new(0, -1), new(1, -1.01)], Criterion.Below(0));
        cases.Add("model b", "change of G", [new(0, 1.5), new(1, 1.5)], Criterion.Below(0));
        cases.Add("model c", "change of G", [new(0, 1), new(1, -1.5)], Criterion.Below(0));
        cases.AddMissing("model d", "change of G", "no run");
        cases.Remark($"A remark.");
        ClaimResult result = cases.Conclude(AnyClaim);
        Assert.Equal(
            "Holds in 1 of 4 cases. Not so: change of G 1.5 (model b). Undecided: change of G -0.25 [-16.1 to 15.6] (model c). Missing: model d: no run. A remark.",
            result.Finding);
        Assert.Equal(Verdict.ReproducedInPart, result.Verdict);
    }

    [Fact]
    public void Conclude_ManyAgainst_FindingNamesFourAndCountsTheRest()
    {
        EvidenceBuilder cases = Empty();
        for (int k = 0; k < 6; k++)
        {
            cases.Add($"k = {k}", "x", [new(0, 1), new(1, 1)], Criterion.Below(0));
        }

        Assert.Equal("Holds in 0 of 6 cases. Not so: x 1 (k = 0), 1 (k = 1), 1 (k = 2), 1 (k = 3); and 2 more.", cases.Conclude(AnyClaim).Finding);
    }

    [Fact]
    public void AddPairs_NoSeedInCommon_IsMissingAndSaysSo()
    {
        ReproductionData data = MadeUp.Runs([("a", 1), ("b", 1)], (_, _, _) => MadeUp.Row);
        var cases = new EvidenceBuilder(data with { Runs = [.. data.Runs.Where(run => (run.Model == "a") == (run.Seed == 0))] });
        cases.AddPairs("a", "b", 1, "lead", (_, _) => 1, Criterion.Above(0));
        ClaimResult result = cases.Conclude(AnyClaim);
        Assert.Equal(Verdict.CannotBeDecided, result.Verdict);
        Assert.Contains("no seed has every run that is needed", result.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void AddPairs_Seeds_ArePairedByNumber()
    {
        ReproductionData data = MadeUp.Runs([("a", 1), ("b", 1)], (_, _, _) => MadeUp.Row);
        var cases = new EvidenceBuilder(data with { Runs = [.. data.Runs.Reverse()] });
        cases.AddPairs("a", "b", 1, "difference of seeds", (a, b) => a.Seed - b.Seed, Criterion.AtMost(0));
        Assert.All(Assert.Single(cases.Conclude(AnyClaim).Evidence).Values, value => Assert.Equal(0, value.Value));
    }

    [Fact]
    public void AddOverDepth_SeedWithoutOneDepth_IsLeftOut()
    {
        ReproductionData data = MadeUp.Runs(MadeUp.Depths.Select(k => ("a", k)), (_, _, _) => MadeUp.Row);
        var cases = new EvidenceBuilder(data with { Runs = [.. data.Runs.Where(run => run.K != 3 || run.Seed != 2).Reverse()] });
        cases.AddOverDepth("a", "depths in order", runs => runs.Select(run => run.K).SequenceEqual(MadeUp.Depths) ? 1 : 0, Criterion.AtLeast(1));
        Assert.Equal([new SeedValue(0, 1), new SeedValue(1, 1)], Assert.Single(cases.Conclude(AnyClaim).Evidence).Values);
    }

    [Fact]
    public void AddInitialOverDepthAndWidth_TakeTheLongestSeriesOfEach()
    {
        var cases = new EvidenceBuilder(MadeUp.Networks(["a"], (_, _, _) => MadeUp.Network));
        cases.AddInitialOverDepth("a", "depths", networks => networks.Count, Criterion.AtLeast(0));
        cases.AddInitialOverWidth("a", "widths", networks => networks.Count, Criterion.AtLeast(0));
        IReadOnlyList<Evidence> evidence = cases.Conclude(AnyClaim).Evidence;
        Assert.Equal(("model a at initialisation, k = 0 to 20", 21.0), (evidence[0].Case, evidence[0].Mean));
        Assert.Equal(("model a at initialisation, width = 32 to 256", 4.0), (evidence[1].Case, evidence[1].Mean));
    }

    private static EvidenceBuilder Empty() => new(new ReproductionData { Dataset = "made-up", Runs = [], Initial = [] });
}
