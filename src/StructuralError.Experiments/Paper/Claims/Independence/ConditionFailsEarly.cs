using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>The Gradient Independence Condition is lost while training begins.</summary>
public sealed record ConditionFailsEarly() : Claim(
    Id: "condition-fails-early",
    Source: "Section 4.3.2, after Definition 1",
    Quote: "During this phase, our experimental results suggest that this condition may not hold",
    Sentence: "As training begins and the parameters change much, the Gradient Independence Condition does not hold, unlike before and after (models a and c).",
    Statistic: "d = mean_absolute_cosine · √P, proportional to how far the cosines are from those of uniform columns: its mean over the rows of "
        + "independence.csv with 0 < step < settling of S (as defined for depth-delays-settling), less d at step 0, and less d over the last tenth of the "
        + "run.",
    Threshold: "> 0, both: the sentence claims a contrast. That Lemma 2 is broken early says nothing: it is broken at step 0 too.",
    Figures: [])
{
    protected override IReadOnlyList<Thresholds> Grid => Thresholds.Bands;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddRuns(
                    model, k, "d early less d at step 0",
                    run => Distance(TrainingPhase.Early(run, at)) - Distance([.. run.Independence.Where(row => row.Step == 0)]), Criterion.Above(0));
                cases.AddRuns(
                    model, k, "d early less d at the end",
                    run => Distance(TrainingPhase.Early(run, at)) - Distance(TrainingPhase.End(run, at)), Criterion.Above(0));
            }
        }
    }

    private static double Distance(IReadOnlyCollection<IndependenceRow> rows) =>
        rows.Count == 0 ? double.NaN : rows.Average(row => row.MeanAbsoluteCosine * Math.Sqrt(row.Parameters));
}
