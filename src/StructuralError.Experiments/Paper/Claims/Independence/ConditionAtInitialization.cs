using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>The Gradient Independence Condition holds at initialisation.</summary>
public sealed record ConditionAtInitialization() : Claim(
    Id: "condition-at-initialisation",
    Source: "Section 4.3.2, Definition 1 and Lemma 2 (eq. 26); section 5.3.1, point 2",
    Sentence: "Right after random initialisation, without skip connections (models a and c), the columns of ∇f are like uniform samples of a ball.",
    Statistic: "Share of samples that break what Lemma 2 says of such columns: a norm below (1 − 2 ln C/P) ε (norm_failures), an inner product above √(6 ln "
        + "C)/√(P − 1) ε² (cosine_failures), over the model's rows of initialization.csv.",
    Threshold: "≤ 0.1, which is 1/C for ten classes: the lemma holds with probability 1 − O(1/C).",
    Figures: [])
{
    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitial(
                model, "share of samples failing in norms",
                networks => FailureShare.Of(Rows(networks), row => row.NormFailures),
                Criterion.AtMost(FailureShare.Allowed));
            cases.AddInitial(
                model, "share of samples failing in cosines",
                networks => FailureShare.Of(Rows(networks), row => row.CosineFailures),
                Criterion.AtMost(FailureShare.Allowed));
            foreach ((int k, int width) in cases.InitialSizes(model))
            {
                cases.AddInitialContext(model, k, width, "mean |cos|", network => network.Independence.MeanAbsoluteCosine);
                cases.AddInitialContext(model, k, width, "smallest norm / ε", network => network.Independence.SmallestNormRatio);
            }
        }

        return cases.Conclude(this);
    }

    private static IReadOnlyList<IndependenceRow> Rows(IReadOnlyList<InitialMeasurement> networks) => [.. networks.Select(network => network.Independence)];
}
