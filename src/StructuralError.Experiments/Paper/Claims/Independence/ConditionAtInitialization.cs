using MathNet.Numerics.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>The Gradient Independence Condition holds at initialisation.</summary>
public sealed record ConditionAtInitialization() : Claim(
    Id: "condition-at-initialisation",
    Source: "Section 4.3.2, Definition 1 and Lemma 2 (eq. 26); section 5.3.1, point 2",
    Quote: "the Gradient Independence Condition is generally satisfied immediately after random initialization",
    Sentence: "Right after random initialisation, without skip connections (models a and c), the columns of ∇f are like uniform samples of a ball.",
    Statistic: "Approximately: over the model's rows of initialization.csv, the median of largest_absolute_cosine over Lemma 2's bound √(6 ln C)/√(P − 1), "
        + "and of smallest_norm_ratio. As Lemma 2 has it: share of samples with a norm below (1 − 2 ln C/P) ε (norm_failures), and with an inner product "
        + "above the bound (cosine_failures).",
    Threshold: "Approximately: at most once the bound, and norms at least 0.9 of the longest. As Lemma 2 has it: ≤ 0.1, which is 1/C for ten classes: the "
        + "lemma holds with probability 1 − O(1/C).",
    Figures: [])
{
    protected override IReadOnlyList<Thresholds> Grid => UniformColumns.Grid;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("approximately");
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitial(
                model, UniformColumns.CosineName, networks => networks.Select(network => UniformColumns.Cosine(network.Independence)).Median(),
                Criterion.AtMost(at.Approximately));
            cases.AddInitial(
                model, UniformColumns.NormName, networks => networks.Select(network => network.Independence.SmallestNormRatio).Median(),
                Criterion.AtLeast(at.EqualNorms));
            foreach ((int k, int width) in cases.InitialSizes(model))
            {
                cases.AddInitialContext(model, k, width, UniformColumns.CosineName, network => UniformColumns.Cosine(network.Independence));
                cases.AddInitialContext(
                    model, k, width, "dimension in which uniform columns have the mean cosine measured",
                    network => UniformColumns.Dimension(network.Independence));
            }
        }

        cases.Read("as Lemma 2 has it");
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
        }
    }

    private static IReadOnlyList<IndependenceRow> Rows(IReadOnlyList<InitialMeasurement> networks) => [.. networks.Select(network => network.Independence)];
}
