using StructuralError.Core.Statistics;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>More parameters, less structural error.</summary>
public sealed record ParametersLowerStructuralError() : Claim(
    Id: "parameters-lower-structural-error",
    Source: "Section 5.3.1, point 2; section 4.3.2",
    Quote: "models with more parameters have lower structural errors",
    Sentence: "At initialisation, without skip connections (models a and c), networks with more parameters have a lower structural error.",
    Statistic: "Kendall's τ_b of the number of parameters and S = G + U + L (weights 1) in initialization.csv: over the depths at one width, and over the "
        + "widths at one depth. S with its sign, because by Theorem 3 it is the larger eigenvalue, so the lower U, that brings the bound down.",
    Threshold: "τ_b < 0. The paper varies the parameters by depth; \"lower\" is read signed here first, and towards zero as in depth-shrinks-structure.",
    Figures: ["figure5"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("signed");
        Add(cases, "τ of parameters and S", StructuralError);
        cases.Read("towards zero");
        Add(cases, "τ of parameters and |S|", network => Math.Abs(StructuralError(network)));
    }

    private static void Add(EvidenceBuilder cases, string quantity, Func<InitialMeasurement, double> value)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitialOverDepth(model, quantity, Trend, Criterion.Below(0));
            cases.AddInitialOverWidth(model, quantity, Trend, Criterion.Below(0));
        }

        double Trend(IReadOnlyList<InitialMeasurement> networks) => KendallTau.Of(networks, network => network.Independence.Parameters, value);
    }

    private static double StructuralError(InitialMeasurement network) => network.G + network.U + network.L;
}

/// <summary>G falls with the number of parameters.</summary>
public sealed record ParametersNarrowGap() : Claim(
    Id: "parameters-narrow-gap",
    Source: "Section 4.3.2, Theorem 4 (Z decreases in |θ|)",
    Quote: "Z … is a decreasing function of |θ|",
    Sentence: "As the bound of G does, G itself falls as the number of parameters grows, by width and by depth (models a and c).",
    Statistic: "Kendall's τ_b of the number of parameters and G in initialization.csv: over the widths at one depth, and over the depths at one width.",
    Threshold: "τ_b < 0: smaller with more parameters, in either way of adding them.",
    Figures: ["theorem4", "figure5"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitialOverWidth(model, "τ of P and G", Trend, Criterion.Below(0));
            cases.AddInitialOverDepth(model, "τ of P and G", Trend, Criterion.Below(0));
        }
    }

    private static double Trend(IReadOnlyList<InitialMeasurement> networks) =>
        KendallTau.Of(networks, network => network.Independence.Parameters, network => network.G);
}
