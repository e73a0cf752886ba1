using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;

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
                model, "share of samples with U above its bound",
                networks => Share(networks, network => network.Independence.UViolations),
                Criterion.AtMost(FailureShare.Allowed));
            cases.AddInitial(
                model, "share of samples with G above its bound",
                networks => Share(networks, network => network.Independence.GViolations),
                Criterion.AtMost(FailureShare.Allowed));
            foreach ((int k, int width) in cases.InitialSizes(model))
            {
                cases.AddInitialContext(model, k, width, "U less its bound", network => network.Independence.U - network.Independence.BoundOfU);
                cases.AddInitialContext(model, k, width, "G less its bound", network => network.Independence.G - network.Independence.BoundOfG);
            }
        }

        if (cases.Data.Initial.Count > 0)
        {
            cases.Remark(Excess(cases.Data.Initial));
        }
    }

    private static FormattableString Excess(IReadOnlyList<InitialMeasurement> networks)
    {
        double[] u = [.. networks.Select(network => network.Independence.U - network.Independence.BoundOfU)];
        double[] g = [.. networks.Select(network => network.Independence.G - network.Independence.BoundOfG)];
        return $"Mean of a batch less its bound over all networks: U {Range(u)}, G {Range(g)}.";
    }

    private static string Range(double[] values) => $"{RoundedNumber.Text(values.Min())} to {RoundedNumber.Text(values.Max())}";

    private static double Share(IEnumerable<InitialMeasurement> networks, Func<InitialMeasurement, int> count) =>
        networks.Sum(network => (double)count(network)) / networks.Sum(network => (double)network.Independence.Samples);
}
