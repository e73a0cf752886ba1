using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Claims.Bounds;
using StructuralError.Experiments.Paper.Claims.Dynamics;
using StructuralError.Experiments.Paper.Claims.Independence;
using StructuralError.Experiments.Paper.Claims.Initialization;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Claims.Trials;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Paper;

/// <summary>Every claim of the paper that data can decide, in the order of its sections.</summary>
/// <remarks>A claim is a record in <c>Claims</c> and a line here. What is left out, and why, stands in <c>docs/paper-notes.md</c>.</remarks>
public static class PaperClaims
{
    public static IReadOnlyList<Claim> All { get; } =
    [
        new Theorem3Holds(),
        new Proposition1Holds(),
        new PearsonNearOne(),
        new AlignmentGrows(),
        new GapNarrows(),
        new GradientNormFalls(),
        new ErrorsFallTogether(),
        new LowerNormLowerError(),
        new LargerEigenvaluesSmallerError(),
        new GradientNormGoverns(),
        new StationaryPointsAreOptima(),
        new GradientElementsDiminish(),
        new GradientsTendToZero(),
        new SkipStopsDecay(),
        new Theorem4Bounds(),
        new Theorem4UnderHypothesis(),
        new SmallestEigenvalueBound(),
        new ConditionAtInitialization(),
        new ConditionImprovesWithWidth(),
        new ConditionFailsEarly(),
        new ConditionReturns(),
        new DepthShrinksStructure(),
        new ShrinkageWithoutOutputBias(),
        new ParametersLowerStructuralError(),
        new ParametersNarrowGap(),
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
        new SmallerStructureFaster(),
        new ZeroParametersPredictUniformly(),
        new NearZeroPredictionsAreUniform(),
        new WeightDecayMakesUniform(),
        new WeightDecayReducesOverfitting(),
        new DropoutWeakensDependence(),
        new InitialisersLessCorrelated(),
        new SgdNoiseWeakensDependence(),
        new GapGrowsWithClasses(),
        new GradientNormFallsLater(),
        new GapNarrowsLater(),
    ];

    /// <summary>Decides all of them, on all cores: no claim knows of another.</summary>
    public static IReadOnlyList<ClaimResult> Judge(ReproductionData data) => SideBySide.Map(All, ComputeThreads.Available, claim => claim.Judge(data));
}
