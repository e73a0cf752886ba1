namespace StructuralError.Core.Structure;

/// <summary>
/// One row of <c>steps.csv</c>: step t, measured at θ_t on batch t before update t. Unless a name says otherwise, batch values are
/// means over the samples of per-sample natural logarithms: only then does the order of Theorem 3 survive the averaging.
/// </summary>
public readonly record struct StepRow
{
    /// <summary>t, counted from 0 over all epochs.</summary>
    public required long Step { get; init; }

    public required int Epoch { get; init; }

    /// <summary>Samples measured.</summary>
    public required int Samples { get; init; }

    public required double Loss { get; init; }

    public required double Accuracy { get; init; }

    /// <summary>Mean of ln E_f.</summary>
    public required double LogFittingError { get; init; }

    /// <summary>Mean of ln ‖∇θ loss‖².</summary>
    public required double LogGradientNorm { get; init; }

    /// <summary>Mean of −ln λ_min; +∞ where a λ_min is not positive.</summary>
    public required double U { get; init; }

    /// <summary>Mean of −ln λ_max.</summary>
    public required double L { get; init; }

    /// <summary>U − L.</summary>
    public required double G { get; init; }

    /// <summary>Structural error αG + βU + γL.</summary>
    public required double S { get; init; }

    /// <summary>Mean of ln gradient norm + U.</summary>
    public required double UpperBound { get; init; }

    /// <summary>Mean of ln gradient norm + L.</summary>
    public required double LowerBound { get; init; }

    /// <summary>ln of the mean of E_f.</summary>
    public required double LogMeanFittingError { get; init; }

    /// <summary>ln of the mean gradient norm.</summary>
    public required double LogMeanGradientNorm { get; init; }

    public required double LambdaMinMean { get; init; }

    public required double LambdaMaxMean { get; init; }

    /// <summary>Smallest λ_min of the batch; NaN where one is NaN.</summary>
    public required double LambdaMinMin { get; init; }

    /// <summary>Largest λ_max of the batch; NaN where one is NaN.</summary>
    public required double LambdaMaxMax { get; init; }

    /// <summary>Samples whose measurement breaks Theorem 3 (or positive semidefiniteness) beyond rounding.</summary>
    public required int Theorem3Violations { get; init; }

    /// <summary>Local Pearson correlation of fitting error and upper bound over the trailing 50 rows; null before row 49 or where it is undefined.</summary>
    public double? PearsonUpper { get; init; }

    /// <inheritdoc cref="PearsonUpper"/>
    public double? PearsonLower { get; init; }
}
