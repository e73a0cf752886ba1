using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>Theorem 4 where its hypothesis holds exactly.</summary>
public sealed record Theorem4UnderHypothesis() : Claim(
    Id: "theorem4-under-its-hypothesis",
    Source: "Section 4.3.2, Theorem 4 (eq. 25)",
    Quote: "If the model satisfies the Gradient Independence Condition … with probability at least 1 − O(1/|q|) the following holds",
    Sentence: "Where the columns of ∇f are uniform samples of a ball, exactly, U and G are within Theorem 4's bounds with probability 1 − O(1/C).",
    Statistic: "Share of Gram matrices of C columns drawn exactly uniformly from the unit ball of R^P with U above its bound, and with G above its bound "
        + "(tables/uniform_columns.csv). Repaired: U ≤ −ln((1 − 2 ln C/P)² − (C − 1)√(6 ln C)/√(P − 1)), from Gershgorin's circles.",
    Threshold: "≤ 1/C. Repaired: share above the bound less the share in which Lemma 2 fails ≤ 0, because the bound follows from Lemma 2's event.",
    Figures: ["theorem4"],
    Kind: ClaimKind.Theorem)
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        var sizes = cases.Data.UniformDraws.GroupBy(draws => (draws.Classes, draws.Parameters)).ToArray();
        if (sizes.Length == 0)
        {
            cases.AddMissing("uniform columns", "share above the bound", "none was drawn");
            return;
        }

        cases.Read("as printed");
        foreach (IGrouping<(int Classes, long Parameters), UniformDraws> size in sizes)
        {
            Add(cases, size, "share with U above its bound", draws => draws.UAbove, Criterion.AtMost(1.0 / size.Key.Classes));
            Add(cases, size, "share with G above its bound", draws => draws.GAbove, Criterion.AtMost(1.0 / size.Key.Classes));
            cases.AddContext(Name(size.Key), "share in which Lemma 2 fails", Shares(size, draws => draws.LemmaFailures));
        }

        cases.Read("the bound of U repaired");
        foreach (IGrouping<(int Classes, long Parameters), UniformDraws> size in sizes)
        {
            Add(
                cases, size, "share above the repaired bound less share failing Lemma 2",
                draws => draws.RepairedAbove - draws.LemmaFailures, Criterion.NeverAbove(0));
        }
    }

    private static void Add(
        EvidenceBuilder cases, IGrouping<(int Classes, long Parameters), UniformDraws> size, string quantity,
        Func<UniformDraws, int> count, Criterion criterion) =>
        cases.Add(Name(size.Key), quantity, Shares(size, count), criterion);

    private static IReadOnlyList<SeedValue> Shares(IEnumerable<UniformDraws> size, Func<UniformDraws, int> count) =>
        [.. size.Select(draws => new SeedValue(draws.Seed, (double)count(draws) / draws.Draws))];

    private static string Name((int Classes, long Parameters) size) => FormattableString.Invariant($"C = {size.Classes}, P = {size.Parameters}");
}
