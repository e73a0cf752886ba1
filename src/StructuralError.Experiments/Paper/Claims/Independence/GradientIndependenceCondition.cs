using MathNet.Numerics.Statistics;
using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

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
    Grid: UniformColumns.Grid,
    Figures: [])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("approximately");
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitial(model, UniformColumns.CosineName, rows => rows.Select(UniformColumns.Cosine).Median(), Criterion.AtMost(at.Approximately));
            cases.AddInitial(model, UniformColumns.NormName, rows => rows.Select(row => row.SmallestNormRatio).Median(), Criterion.AtLeast(at.EqualNorms));
            cases.AddInitialContext(model, (UniformColumns.CosineName, UniformColumns.Cosine), (UniformColumns.DimensionName, UniformColumns.Dimension));
        }

        cases.Read("as Lemma 2 has it");
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitial(model, FailureShare.InNorms, rows => FailureShare.Of(rows, row => row.NormFailures), Criterion.AtMost(FailureShare.Allowed));
            cases.AddInitial(model, FailureShare.InCosines, rows => FailureShare.Of(rows, row => row.CosineFailures), Criterion.AtMost(FailureShare.Allowed));
        }
    }
}

/// <summary>The condition is met better by networks with more parameters.</summary>
public sealed record ConditionImprovesWithWidth() : Claim(
    Id: "condition-improves-with-parameters",
    Source: "Section 4.3.2, after Definition 1",
    Quote: "under conditions of large-scale parameter counts, the Gradient Independence Condition is generally satisfied",
    Sentence: "The more parameters a network has, the nearer the columns of ∇f come to the Gradient Independence Condition (models a and c).",
    Statistic: "largest_absolute_cosine over Lemma 2's bound √(6 ln C)/√(P − 1) in initialization.csv: Kendall's τ_b of it and P, over the widths at one "
        + "depth.",
    Threshold: "< 0: nearer with more parameters. Depth is another claim's, for it changes more than P.",
    Figures: ["theorem4"])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach (string model in PaperModels.WithoutSkip)
        {
            cases.AddInitialOverWidth(
                model, "τ of P and the largest cosine over its bound",
                networks => KendallTau.Of(networks, network => network.Independence.Parameters, network => UniformColumns.Cosine(network.Independence)),
                Criterion.Below(0));
            cases.AddInitialContext(model, (UniformColumns.DimensionName, UniformColumns.Dimension));
        }
    }
}

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
    Grid: Thresholds.Bands,
    Figures: [])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach ((string model, int k) in cases.EveryDepth(PaperModels.WithoutSkip))
        {
            cases.AddRuns(
                model, k, "d early less d at step 0",
                run => Distance(TrainingPhase.Early(run, at)) - Distance([.. run.Independence.Where(row => row.Step == 0)]), Criterion.Above(0));
            cases.AddRuns(
                model, k, "d early less d at the end", run => Distance(TrainingPhase.Early(run, at)) - Distance(TrainingPhase.End(run, at)),
                Criterion.Above(0));
        }
    }

    private static double Distance(IReadOnlyCollection<IndependenceRow> rows) =>
        rows.Count == 0 ? double.NaN : rows.Average(row => row.MeanAbsoluteCosine * Math.Sqrt(row.Parameters));
}

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
    Grid: UniformColumns.Grid,
    Figures: [])
{
    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        cases.Read("approximately");
        Add(UniformColumns.CosineName, rows => Mean(rows, UniformColumns.Cosine), Criterion.AtMost(at.Approximately));
        Add(UniformColumns.NormName, rows => Mean(rows, row => row.SmallestNormRatio), Criterion.AtLeast(at.EqualNorms));
        cases.Read("as Lemma 2 has it");
        Add(FailureShare.InNorms, rows => FailureShare.Of(rows, row => row.NormFailures), Criterion.AtMost(FailureShare.Allowed));
        Add(FailureShare.InCosines, rows => FailureShare.Of(rows, row => row.CosineFailures), Criterion.AtMost(FailureShare.Allowed));

        void Add(string quantity, Func<IReadOnlyList<IndependenceRow>, double> statistic, Criterion criterion) =>
            cases.AddEveryDepth(PaperModels.WithoutSkip, quantity, run => statistic(TrainingPhase.End(run, at)), criterion);
    }

    private static double Mean(IReadOnlyCollection<IndependenceRow> rows, Func<IndependenceRow, double> value) =>
        rows.Select(value).DefaultIfEmpty(double.NaN).Average();
}

/// <summary>Rows of <c>independence.csv</c> in the phases of training that the paper tells apart.</summary>
file static class TrainingPhase
{
    /// <summary>Share of the run that is its end.</summary>
    private const double EndShare = 0.1;

    /// <summary>After the first step and before the structural error settles; to the end of the run where it does not.</summary>
    public static IReadOnlyList<IndependenceRow> Early(TrainedRun run, Thresholds at)
    {
        double settling = run.SettlingStep(at.Band);
        return [.. run.Independence.Where(row => row.Step > 0 && row.Step < settling)];
    }

    /// <summary>The last tenth of a run whose structural error has settled; none where it has not.</summary>
    public static IReadOnlyList<IndependenceRow> End(TrainedRun run, Thresholds at)
    {
        double settling = run.SettlingStep(at.Band), first = run.Steps[^1].Step * (1 - EndShare);
        return double.IsFinite(settling) ? [.. run.Independence.Where(row => row.Step >= Math.Max(first, settling))] : [];
    }
}
