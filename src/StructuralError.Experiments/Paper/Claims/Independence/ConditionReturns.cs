using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>The Gradient Independence Condition holds again once training is stable.</summary>
public sealed record ConditionReturns() : Claim(
    Id: "condition-returns",
    Source: "Section 4.3.2, after Definition 1",
    Quote: "experimental results imply that the condition becomes approximately valid again",
    Sentence: "Once training has become stable, the Gradient Independence Condition holds again, approximately (models a and c).",
    Statistic: "Over the rows of independence.csv in the last tenth of the run, in runs whose structural error has settled by then. Approximately: the mean "
        + "of largest_absolute_cosine over Lemma 2's bound √(6 ln C)/√(P − 1), and of smallest_norm_ratio. As Lemma 2 has it: Σ norm_failures / Σ samples, "
        + "and Σ cosine_failures / Σ samples.",
    Threshold: "Those of condition-at-initialisation.",
    Figures: [])
{
    protected override IReadOnlyList<Thresholds> Grid => UniformColumns.Grid;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("approximately");
        Add(cases, UniformColumns.CosineName, run => Mean(TrainingPhase.End(run, at), UniformColumns.Cosine), Criterion.AtMost(at.Approximately));
        Add(cases, UniformColumns.NormName, run => Mean(TrainingPhase.End(run, at), row => row.SmallestNormRatio), Criterion.AtLeast(at.EqualNorms));
        cases.Read("as Lemma 2 has it");
        Add(
            cases, "share of samples failing in norms",
            run => FailureShare.Of(TrainingPhase.End(run, at), row => row.NormFailures), Criterion.AtMost(FailureShare.Allowed));
        Add(
            cases, "share of samples failing in cosines",
            run => FailureShare.Of(TrainingPhase.End(run, at), row => row.CosineFailures), Criterion.AtMost(FailureShare.Allowed));
    }

    private static void Add(EvidenceBuilder cases, string quantity, Func<TrainedRun, double> statistic, Criterion criterion)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddRuns(model, k, quantity, statistic, criterion);
            }
        }
    }

    private static double Mean(IReadOnlyCollection<IndependenceRow> rows, Func<IndependenceRow, double> value) =>
        rows.Select(value).DefaultIfEmpty(double.NaN).Average();
}
