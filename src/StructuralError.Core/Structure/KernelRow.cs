namespace StructuralError.Core.Structure;

/// <summary>
/// One row of <c>kernel.csv</c>: the kernel K between the samples of a probe at θ_t, before update t, without dropout. K has a row for each sample and class,
/// K_{nc,md} = ⟨∂f_c(x_n)/∂θ, ∂f_d(x_m)/∂θ⟩.
/// </summary>
public record struct KernelRow
{
    /// <summary>t.</summary>
    public required long Step;

    /// <summary>N, samples of the probe.</summary>
    public required int Samples;

    /// <summary>Mean loss of the probe.</summary>
    public required double Loss;

    /// <summary>ln (‖e‖² / N), e the errors of all samples one behind the other.</summary>
    public required double LogMeanFittingError;

    /// <summary>ln ‖∇R_N‖² = ln (eᵀ K e / N²), R_N the mean loss of the probe.</summary>
    public required double LogBatchGradientNorm;

    /// <summary>ln (λ_max ‖e‖² / N²).</summary>
    public required double UpperBound;

    /// <summary>ln (λ_min ‖e‖² / N²); −∞ where λ_min is 0.</summary>
    public required double LowerBound;

    /// <summary>1 where the gradient norm lies outside its bounds beyond rounding, otherwise 0.</summary>
    public required int Violations;

    /// <summary>Smallest eigenvalue of K.</summary>
    public required double LambdaMin;

    /// <summary>Largest eigenvalue of K.</summary>
    public required double LambdaMax;

    /// <summary>tr K, the sum of the traces of the samples’ A.</summary>
    public required double Trace;

    /// <summary>exp(−Σ_i s_i ln s_i), s_i = λ_i / tr K.</summary>
    public required double EffectiveRank;

    /// <summary>Centred kernel-target alignment; null where it is undefined.</summary>
    public required double? LabelAlignment;

    /// <summary>‖K_t − K_0‖_F / ‖K_0‖_F.</summary>
    public required double RelativeChange;

    /// <summary>Largest eigenvalue of the Gauss–Newton matrix of R_N.</summary>
    public required double Sharpness;

    /// <summary>2 (1 + μ) / η.</summary>
    public required double StabilityLimit;

    /// <summary>Mean over the samples of the largest eigenvalue of one sample’s Gauss–Newton matrix.</summary>
    public required double GgnLambdaMax;

    /// <summary>Mean of its trace.</summary>
    public required double GgnTrace;

    /// <summary>Mean over the rows g of J of (Σ g²)² / (P Σ g⁴).</summary>
    public required double ParticipationRatio;
}
