using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>The Gradient Independence Condition holds again once training is stable.</summary>
public sealed record ConditionReturns() : Claim(
    Id: "condition-returns",
    Source: "Section 4.3.2, after Definition 1",
    Sentence: "Once training has become stable, the Gradient Independence Condition holds again, approximately (models a and c).",
    Statistic: "Σ norm_failures / Σ samples, and Σ cosine_failures / Σ samples, over the rows of independence.csv in the last tenth of the run, in runs whose "
        + "structural error has settled by then.",
    Threshold: "≤ 0.1, as at initialisation.",
    Figures: [])
{
    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddRuns(
                    model, k, "share of samples failing in norms",
                    run => FailureShare.Of(TrainingPhase.End(run), row => row.NormFailures),
                    Criterion.AtMost(FailureShare.Allowed));
                cases.AddRuns(
                    model, k, "share of samples failing in cosines",
                    run => FailureShare.Of(TrainingPhase.End(run), row => row.CosineFailures),
                    Criterion.AtMost(FailureShare.Allowed));
                cases.AddRunsContext(
                    model, k, "smallest norm / ε", run => TrainingPhase.End(run).Select(row => row.SmallestNormRatio).DefaultIfEmpty(double.NaN).Average());
            }
        }

        return cases.Conclude(this);
    }
}
