using System.Globalization;
using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Dynamics;

/// <summary>The fitting error begins to fall when the structural error has converged.</summary>
public sealed record OnsetAtSettling() : Claim(
    Id: "onset-at-settling",
    Source: "Section 5.3.2, first point; Figure 6",
    Sentence: "Without skip connections (model a), the fitting error begins to decrease at the step at which the structural error has converged.",
    Statistic: "|onset − settling| in steps, at each k, both as defined for depth-delays-onset and depth-delays-settling; and Kendall's τ_b of onset and "
        + "settling over k.",
    Threshold: "Distance ≤ 50 steps, the paper's window: closer the curves cannot be told apart. τ_b ≥ 0.8: the two move together. A run in which either lies "
        + "beyond its end leaves that depth undecided.",
    Figures: ["figure6"])
{
    /// <summary>Steps that still count as "the same time": the window with which the paper looks at its curves.</summary>
    public const double Tolerance = LocalPearson.PaperWindow;

    public override ClaimResult Judge(ReproductionData data)
    {
        const string model = "a";
        var cases = new EvidenceBuilder(data);
        cases.AddOverDepth(model, "τ of onset and settling", Agreement, Criterion.AtLeast(DepthDelaysOnset.Ordered));
        foreach (int k in cases.Depths(model))
        {
            cases.AddRuns(model, k, "distance of onset and settling (steps)", Distance, Criterion.AtMost(Tolerance));
            cases.AddRunsContext(model, k, "onset (step)", run => run.OnsetStep());
            cases.AddRunsContext(model, k, "settling of S (step)", run => run.SettlingStep());
            cases.AddRunsContext(model, k, "settling of S with twice the band (step)", run => run.SettlingStep(2 * Settling.Band));
        }

        // Which of the two comes first is what the distance leaves out.
        (double Onset, double Settling)[] steps =
        [
            .. data.Runs.Where(run => run.Model == model).Select(run => (run.OnsetStep(), run.SettlingStep())).Where(pair => double.IsFinite(pair.Item2)),
        ];
        int before = steps.Count(pair => pair.Onset < pair.Settling);
        return cases.Conclude(
            this, string.Create(CultureInfo.InvariantCulture, $"The onset comes before the settling in {before} of the {steps.Length} runs that settle."));
    }

    private static double Agreement(IReadOnlyList<TrainedRun> runs) =>
        KendallTau.Of([.. runs.Select(run => run.OnsetStep())], [.. runs.Select(run => run.SettlingStep())]);

    private static double Distance(TrainedRun run)
    {
        double onset = run.OnsetStep(), settling = run.SettlingStep();
        return double.IsFinite(onset) && double.IsFinite(settling) ? Math.Abs(onset - settling) : double.NaN;
    }
}
