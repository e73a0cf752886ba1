using MathNet.Numerics.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>Theorem 4's bounds of U and of G.</summary>
public sealed record Theorem4Bounds() : Claim(
    Id: "theorem4-bounds",
    Source: "Section 4.3.2, Theorem 4 (eq. 25)",
    Quote: "U(A_x) ≤ −log(1 − 2 log|q|/|θ|)² − log ε², G(A_x) ≤ log(Z + 1)",
    Sentence: "Under the Gradient Independence Condition U ≤ −ln (1 − 2 ln C/P)² − ln ε² and G ≤ ln (Z + 1), with probability 1 − O(1/C). Measured at "
        + "initialisation, over widths and depths, ε being the largest column norm of ∇f.",
    Statistic: "Share of samples above the bound: Σ U_violations / Σ samples, and Σ G_violations / Σ samples, over the model's rows of initialization.csv.",
    Threshold: "≤ 0.1, which is 1/C for ten classes. Whether the condition itself holds is another claim, condition-at-initialisation: bounds may hold without "
        + "it, and they fail where it fails.",
    Figures: ["theorem4"],
    Kind: ClaimKind.Theorem)
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.All)
        {
            cases.AddInitial(
                model, "share of samples with U above its bound", rows => FailureShare.Of(rows, row => row.UViolations),
                Criterion.AtMost(FailureShare.Allowed));
            cases.AddInitial(
                model, "share of samples with G above its bound", rows => FailureShare.Of(rows, row => row.GViolations),
                Criterion.AtMost(FailureShare.Allowed));
            cases.AddInitialContext(model, ("U less its bound", ExcessOfU), ("G less its bound", ExcessOfG));
        }

        if (cases.Data.Initial is { Count: > 0 } networks)
        {
            cases.Remark($"Mean of a batch less its bound over all networks: U {Range(networks, ExcessOfU)}, G {Range(networks, ExcessOfG)}.");
        }
    }

    private static double ExcessOfU(IndependenceRow row) => row.U - row.BoundOfU;

    private static double ExcessOfG(IndependenceRow row) => row.G - row.BoundOfG;

    private static string Range(IReadOnlyList<InitialMeasurement> networks, Func<IndependenceRow, double> excess)
    {
        double[] values = [.. networks.Select(network => excess(network.Independence))];
        return $"{RoundedNumber.Text(values.Min())} to {RoundedNumber.Text(values.Max())}";
    }
}

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
            var allowed = Criterion.AtMost(1.0 / size.Key.Classes);
            cases.Add(Name(size.Key), "share with U above its bound", Shares(size, draws => draws.UAbove), allowed);
            cases.Add(Name(size.Key), "share with G above its bound", Shares(size, draws => draws.GAbove), allowed);
            cases.AddContext(Name(size.Key), "share in which Lemma 2 fails", Shares(size, draws => draws.LemmaFailures));
        }

        cases.Read("the bound of U repaired");
        foreach (IGrouping<(int Classes, long Parameters), UniformDraws> size in sizes)
        {
            cases.Add(
                Name(size.Key), "share above the repaired bound less share failing Lemma 2", Shares(size, draws => draws.RepairedAbove - draws.LemmaFailures),
                Criterion.NeverAbove(0));
        }
    }

    private static IReadOnlyList<SeedValue> Shares(IEnumerable<UniformDraws> size, Func<UniformDraws, int> count) =>
        [.. size.Select(draws => new SeedValue(draws.Seed, (double)count(draws) / draws.Draws))];

    private static string Name((int Classes, long Parameters) size) => FormattableString.Invariant($"C = {size.Classes}, P = {size.Parameters}");
}

/// <summary>The step in Theorem 4's proof that bounds λ_min from below by the smallest diagonal entry.</summary>
public sealed record SmallestEigenvalueBound() : Claim(
    Id: "smallest-eigenvalue-bound",
    Source: "Section 4.3.2, proof of Theorem 4 (from eq. 26 to eq. 27)",
    Quote: "λ_min(A_x) ≥ (1 − 2 log|q|/|θ|)² ε²",
    Sentence: "The smallest eigenvalue of the structural matrix is at least its smallest diagonal entry.",
    Statistic: "lambda_min_over_smallest_diagonal, the batch's mean of λ_min / min_c A_cc, in initialization.csv: median over the model's networks.",
    Threshold: "≥ 1 − 1e-9. For a symmetric matrix the ratio is at most 1 (Rayleigh quotient of a unit vector), and 1 only where that unit vector is an "
        + "eigenvector; so the step is valid where A is diagonal in that class, and by the factor 1/ratio wrong elsewhere.",
    Figures: ["theorem4"],
    Kind: ClaimKind.ProofStep)
{
    /// <summary>Rounding of an eigenvalue solver, with room.</summary>
    private const double Rounding = 1e-9;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.All)
        {
            cases.AddInitial(
                model, "median λ_min / min A_cc", rows => rows.Select(row => row.LambdaMinOverSmallestDiagonal).Median(), Criterion.AtLeast(1 - Rounding));
            cases.AddInitialContext(model, ("λ_min / min A_cc", row => row.LambdaMinOverSmallestDiagonal));
        }
    }
}
