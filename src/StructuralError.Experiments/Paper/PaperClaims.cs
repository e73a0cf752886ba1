using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Claims.Bounds;
using StructuralError.Experiments.Paper.Claims.Dynamics;
using StructuralError.Experiments.Paper.Claims.Independence;
using StructuralError.Experiments.Paper.Claims.Initialization;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper;

/// <summary>Every claim of the paper's text that data can decide, in the order of its sections.</summary>
/// <remarks>
/// Not among them: Theorem 2 and Proposition 1, which are about losses and are proved, not measured; remarks on dropout, on SGD's randomness and on other
/// initialisations (section 4.3.2), which the paper calls intuition and for which it reports no experiment.
/// </remarks>
public static class PaperClaims
{
    public static IReadOnlyList<Claim> All { get; } =
    [
        new Theorem3Holds(),
        new PearsonNearOne(),
        new AlignmentGrows(),
        new GapNarrows(),
        new GradientNormFalls(),
        new GradientNormGoverns(),
        new Theorem4Bounds(),
        new SmallestEigenvalueBound(),
        new ConditionAtInitialization(),
        new ConditionFailsEarly(),
        new ConditionReturns(),
        new DepthShrinksStructure(),
        new ShrinkageWithoutOutputBias(),
        new ParametersLowerStructuralError(),
        new SkipEnlargesEigenvalues(),
        new SkipDepthTrends(),
        new UpperTermDominates(),
        new SkipBreaksIndependence(),
        new DepthDelaysSettling(),
        new DepthDelaysOnset(),
        new OnsetAtSettling(),
        new StructureApproachesZero(),
        new SkipEnlargesEigenvaluesInTraining(),
        new SkipKeepsStructuralError(),
        new SkipSettlesSooner(),
        new SkipRemovesDelay(),
        new SkipConvergesFaster(),
    ];

    /// <summary>Decides all of them.</summary>
    public static IReadOnlyList<ClaimResult> Judge(ReproductionData data) => [.. All.Select(claim => claim.Judge(data))];
}
