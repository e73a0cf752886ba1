using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

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
    Kind: ClaimKind.Identity)
{
    private const double Rounding = 1e-12;

    protected override int FewestLevels => 1;

    protected override Criterion Criterion => Criterion.NeverAbove(Rounding);

    protected override double Of(IReadOnlyList<Trial> trials) => trials[0].Value;
}
