using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>More parameters, less structural error.</summary>
public sealed record ParametersLowerStructuralError() : Claim(
    Id: "parameters-lower-structural-error",
    Source: "Section 5.3.1, point 2; section 4.3.2",
    Sentence: "At initialisation, without skip connections (models a and c), networks with more parameters have a lower structural error.",
    Statistic: "Kendall's τ_b of the number of parameters and S = G + U + L (weights 1) in initialization.csv: over the depths at one width, and over the "
        + "widths at one depth. S with its sign, because by Theorem 3 it is the larger eigenvalue, so the lower U, that brings the bound down.",
    Threshold: "τ_b < 0. (|S| falling towards 0 is another claim, depth-shrinks-structure; where U is negative the two contradict each other.)",
    Figures: ["figure5"])
{
    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitialOverDepth(model, "τ of parameters and S", networks => DepthTrend.WithParameters(networks, StructuralError), Criterion.Below(0));
            cases.AddInitialOverWidth(model, "τ of parameters and S", networks => DepthTrend.WithParameters(networks, StructuralError), Criterion.Below(0));
        }

        return cases.Conclude(this);
    }

    private static double StructuralError(InitialMeasurement network) => network.G + network.U + network.L;
}
