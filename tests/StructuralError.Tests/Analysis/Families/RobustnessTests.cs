using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Families;
using Xunit;

namespace StructuralError.Tests.Analysis.Families;

public sealed class RobustnessTests
{
    private const Verdict Yes = Verdict.Reproduced;
    private const Verdict Part = Verdict.ReproducedInPart;
    private const Verdict No = Verdict.NotReproduced;
    private const Verdict Open = Verdict.Undecided;
    private const Verdict Never = Verdict.CannotBeDecided;

    public static TheoryData<Verdict[], Stability, string> Verdicts => new()
    {
        { [Yes, Yes, Yes], Stability.Robust, "" },
        { [No, No, No], Stability.Robust, "" },
        { [Yes, Open, Yes], Stability.RobustWhereDecided, "" },
        { [Never, No, No], Stability.RobustWhereDecided, "" },
        { [Yes, No, Yes], Stability.Depends, "m1" },
        { [Yes, Part, Open], Stability.Depends, "m1" },
        { [Part, Yes, Yes], Stability.Depends, "m1 m2" },

        // Where the first one leaves it open, most of the others are what the rest is compared with.
        { [Open, No, Yes, No], Stability.Depends, "m2" },
        { [Open, Open, Never], Stability.Undecided, "" },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Of_Verdicts_GivesTheClassAndWhereItIsOtherwise(Verdict[] verdicts, Stability stability, string dependsOn)
    {
        ClaimRobustness claim = Assert.Single(Robustness.Of([.. verdicts.Select((verdict, i) => Member($"m{i}", Claim("claim", verdict, 1, 2)))]).Claims);
        Assert.Equal(stability, claim.Stability);
        Assert.Equal(dependsOn, string.Join(' ', claim.DependsOn));
        Assert.Equal(verdicts, claim.Members.Select(member => member.Verdict));
    }

    [Fact]
    public void Of_ClaimsOfThePaper_FitIsTheMeanShareOfCasesThatHold()
    {
        var robustness = Robustness.Of(
        [
            Member("first", Claim("one", Yes, 4, 4), Claim("two", Part, 1, 2), Claim("three", No, 0, 3), Claim("never", Never, 1, 1), Claim("ours", No, 0, 9, ClaimKind.Ours)),
            Member("second", Claim("one", Open, 0, 4), Claim("two", No, 0, 2), Claim("three", No, 0, 3), Claim("never", Never, 0, 1), Claim("ours", Yes, 9, 9, ClaimKind.Ours)),
        ]);
        Assert.Equal([0.5, 0], robustness.Members.Select(member => member.Fit));
        Assert.Equal((1, 1, 1, 1), (robustness.Members[0].Reproduced, robustness.Members[0].InPart, robustness.Members[0].NotReproduced, robustness.Members[0].Undecided));
        Assert.Equal(4, robustness.OfPaper);
        Assert.Equal((1, 1, 1, 1), (robustness.Count(Stability.Robust), robustness.Count(Stability.RobustWhereDecided), robustness.Count(Stability.Depends), robustness.Count(Stability.Undecided)));
    }

    [Fact]
    public void Of_ClaimThatNoMemberHasValuesFor_IsLeftOut()
    {
        ClaimResult nothing = Claim("nothing", Open, 0, 1) with { Evidence = [new("case", "quantity", [], double.NaN, double.NaN, double.NaN, Open)] };
        Assert.Equal(["one"], Robustness.Of([Member("first", Claim("one", Yes, 1, 1), nothing), Member("second", Claim("one", Yes, 1, 1), nothing)]).Claims.Select(claim => claim.Id));
    }

    private static (FamilyMember, IReadOnlyList<ClaimResult>) Member(string name, params ClaimResult[] claims) => (new FamilyMember(name, "a text"), claims);

    private static ClaimResult Claim(string id, Verdict verdict, int holding, int cases, ClaimKind kind = ClaimKind.Paper) =>
        new(id, "Section 9", "A sentence.", "A statistic.", "A threshold.", [], verdict, "A finding.", [new("case", "quantity", [new(0, 1)], 1, 1, 1, verdict)], [])
        {
            Kind = kind,
            Readings = [new("", verdict, holding, cases, 0, 0), new("another", Verdict.Undecided, 0, 100, 0, 0)],
        };
}
