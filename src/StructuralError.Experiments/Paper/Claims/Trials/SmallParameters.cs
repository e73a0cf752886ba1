using StructuralError.Experiments.Paper.Claims.Judging;

namespace StructuralError.Experiments.Paper.Claims.Trials;

/// <summary>With every parameter 0 the prediction is the uniform distribution.</summary>
public sealed record ZeroParametersPredictUniformly() : TrialClaim(
    Id: "zero-parameters-predict-uniformly",
    Source: "Section 4.1, after Theorem 2",
    Quote: "The condition f_0(x) = 0 holds true for the vast majority of DNNs",
    Sentence: "With θ = 0 the logits are 0, so the models predict the uniform distribution: what Theorem 2 starts from.",
    Statistic: "‖p‖² − 1/C at θ = 0, the largest of the seed's first batch; models a to d with one block.",
    Threshold: "≤ 1e-12 in every seed. True by algebra of every network whose last layer is linear: it tests the program.",
    Experiment: "zero",
    Quantity: "‖p‖² − 1/C at θ = 0",
    Of: TrialStatistic.Only,
    Side: _ => Criterion.NeverAbove(1e-12),
    Kind: ClaimKind.Identity);

/// <summary>Theorem 2.1 along the ray from 0 to the initial parameters.</summary>
public sealed record NearZeroPredictionsAreUniform() : TrialClaim(
    Id: "near-zero-predictions-are-uniform",
    Source: "Theorem 2, eq. 10",
    Quote: "There exist constants k > 0 and ε > 0 such that ‖p‖² ≤ k‖θ‖² + 1/|Y|",
    Sentence: "Near θ = 0 the predictions leave the uniform distribution no faster than the square of the parameters: ‖p‖² ≤ k‖θ‖² + 1/C.",
    Statistic: "Along s·θ₀, θ₀ the initial parameters, k(s) = (‖p‖² − 1/C)/‖sθ₀‖², the largest of the seed's first batch: k(0.001)/k(0.01). "
        + "(tables/trials.csv has k at four s.)",
    Threshold: "≤ 2: k does not grow as s falls tenfold, so one k does for all. A function that fell as s and not as its square would give 10. What is left "
        + "of k at s → 0 comes from the output bias alone: the other layers' part falls faster, so the theorem says nothing of the weights.",
    Experiment: "near-zero",
    Quantity: "k(0.001)/k(0.01)",
    Of: new(2, trials => trials[0].Value / trials[1].Value),
    Side: at => Criterion.AtMost(at.MuchLarger),
    Grid: Thresholds.Default.Over([1.5, 2, 3], (at, factor) => at with { MuchLarger = factor }),
    Kind: ClaimKind.Theorem);

/// <summary>Parameters held small by weight decay give more uniform predictions.</summary>
public sealed record WeightDecayMakesUniform() : TrialClaim(
    Id: "weight-decay-makes-predictions-uniform",
    Source: "Section 4.1, after Theorem 2",
    Quote: "enabling ‖θ‖² to control the uniformity of the model's output distribution",
    Sentence: "The more weight decay holds ‖θ‖² down, the more uniform the predictions become.",
    Statistic: "Kendall's τ_b of the weight decay, 0, 0.001, 0.01 and 0.1, and the mean of p_norm_squared over the last 50 rows of steps.csv, a row each tenth "
        + "step: ‖p‖² is 1/C for a uniform p and 1 for a certain one. Model a, 100 epochs of 1024 samples.",
    Threshold: "< 0: more uniform with more of it.",
    Experiment: "weight-decay",
    Quantity: "τ of weight decay and ‖p‖²",
    Of: TrialStatistic.Trend,
    Side: _ => Criterion.Below(0));

/// <summary>Parameters held small by weight decay overfit less.</summary>
public sealed record WeightDecayReducesOverfitting() : TrialClaim(
    Id: "weight-decay-reduces-overfitting",
    Source: "Section 4.1, after Theorem 2",
    Quote: "by constraining the norm of the parameters … reducing the risk of overfitting the training data",
    Sentence: "The more weight decay holds ‖θ‖² down, the nearer the test loss stays to the training loss.",
    Statistic: "Kendall's τ_b of the weight decay, 0, 0.001, 0.01 and 0.1, and test_loss (summary.json) less the mean of loss over the last 50 rows of "
        + "steps.csv, a row each tenth step. Model a, 100 epochs of 1024 samples, which it learns by heart without weight decay.",
    Threshold: "< 0: a smaller gap with more of it.",
    Experiment: "overfitting",
    Quantity: "τ of weight decay and test less training loss",
    Of: TrialStatistic.Trend,
    Side: _ => Criterion.Below(0));
