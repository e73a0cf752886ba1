using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>The Gradient Independence Condition is lost while training begins.</summary>
public sealed record ConditionFailsEarly() : Claim(
    Id: "condition-fails-early",
    Source: "Section 4.3.2, after Definition 1",
    Sentence: "As training begins and the parameters change much, the Gradient Independence Condition does not hold (models a and c).",
    Statistic: "Σ max(norm_failures, cosine_failures) / Σ samples over the rows of independence.csv with 0 < step < settling of S (as defined for "
        + "depth-delays-settling): at least this share of samples breaks Lemma 2.",
    Threshold: "≥ 0.5: most samples.",
    Figures: [])
{
    /// <summary>Most samples.</summary>
    public const double Most = 0.5;

    public override ClaimResult Judge(ReproductionData data)
    {
        var cases = new EvidenceBuilder(data);
        foreach (string model in PaperModels.WithoutSkip)
        {
            foreach (int k in cases.Depths(model).DefaultIfEmpty(EvidenceBuilder.PaperK))
            {
                cases.AddRuns(
                    model, k, "share of samples failing early",
                    run => FailureShare.Of(TrainingPhase.Early(run), FailureShare.Failing),
                    Criterion.AtLeast(Most));
                cases.AddRunsContext(model, k, "mean |cos| at step 0", run => MeanCosine([.. Initial(run)]));
                cases.AddRunsContext(model, k, "mean |cos| early", run => MeanCosine(TrainingPhase.Early(run)));
                cases.AddRunsContext(model, k, "mean |cos| at the end", run => MeanCosine(TrainingPhase.End(run)));
            }
        }

        IndependenceRow[] first = [.. data.Runs.Where(run => PaperModels.WithoutSkip.Contains(run.Model)).SelectMany(Initial)];
        string share = RoundedNumber.Text(FailureShare.Of(first, FailureShare.Failing));
        return cases.Conclude(this, first.Length == 0 ? string.Empty : $"Before the first update, at step 0, the share is {share}.");
    }

    private static IEnumerable<IndependenceRow> Initial(TrainedRun run) => run.Independence.Where(row => row.Step == 0);

    private static double MeanCosine(IReadOnlyList<IndependenceRow> rows) => rows.Count == 0 ? double.NaN : rows.Average(row => row.MeanAbsoluteCosine);
}
