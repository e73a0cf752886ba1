namespace StructuralError.Core.Structure;

/// <summary>
/// One row of <c>steps.csv</c>: step t, measured at θ_t on batch t before update t. Unless a name says otherwise, batch values are
/// means over the samples of per-sample natural logarithms: only then does the order of Theorem 3 survive the averaging.
/// </summary>
/// <remarks>Fields, so that a column is one reference to its value, which serves both ways.</remarks>
public record struct StepRow
{
    /// <summary>The largest step that a table may hold: 2⁵³, up to which float64 tells any two steps apart.</summary>
    public const long LargestStep = 1L << 53;

    /// <summary>t, counted from 0 over all epochs.</summary>
    public required long Step;

    public required int Epoch;

    /// <summary>Samples measured.</summary>
    public required int Samples;

    public required double Loss;

    public required double Accuracy;

    /// <summary>Mean of ln E_f.</summary>
    public required double LogFittingError;

    /// <summary>Mean of ln ‖∇θ loss‖².</summary>
    public required double LogGradientNorm;

    /// <summary>Mean of −ln λ_min; +∞ where a λ_min is not positive.</summary>
    public required double U;

    /// <summary>Mean of −ln λ_max.</summary>
    public required double L;

    /// <summary>U − L.</summary>
    public required double G;

    /// <summary>Structural error αG + βU + γL.</summary>
    public required double S;

    /// <summary>Mean of ln gradient norm + U.</summary>
    public required double UpperBound;

    /// <summary>Mean of ln gradient norm + L.</summary>
    public required double LowerBound;

    /// <summary>ln of the mean of E_f.</summary>
    public required double LogMeanFittingError;

    /// <summary>ln of the mean gradient norm.</summary>
    public required double LogMeanGradientNorm;

    public required double LambdaMinMean;

    public required double LambdaMaxMean;

    /// <summary>Smallest λ_min of the batch; NaN where one is NaN.</summary>
    public required double LambdaMinMin;

    /// <summary>Largest λ_max of the batch; NaN where one is NaN.</summary>
    public required double LambdaMaxMax;

    /// <summary>Samples whose measurement breaks Theorem 3 (or positive semidefiniteness) beyond rounding.</summary>
    public required int Theorem3Violations;

    /// <summary>Samples with λ_min = 0. No column: it is 0 in a row that was read.</summary>
    public int SingularSamples { get; set; }

    /// <summary>Local Pearson correlation of fitting error and upper bound over the trailing 50 rows; null before row 49 or where it is undefined.</summary>
    public double? PearsonUpper;

    /// <inheritdoc cref="PearsonUpper"/>
    public double? PearsonLower;

    /// <summary>ln ‖∇R_n‖², R_n the mean loss of the batch: what SGD makes small. Null where no gradient was summed.</summary>
    public double? LogBatchGradientNorm;

    /// <summary><see cref="PositionBetweenBounds"/>, as it was written.</summary>
    public double? BoundPosition;

    /// <summary>Mean of ‖p‖²; null in a row of an earlier version.</summary>
    public double? PNormSquared;

    /// <summary>‖θ_t‖²; null where it was not summed.</summary>
    public double? ThetaNormSquared;

    /// <summary>R_n, the mean loss over single labels drawn from the targets; null where every target is a label, as are the next three.</summary>
    public double? Proposition1Risk;

    /// <summary>B_Ω, by which R_n is above <see cref="Loss"/>.</summary>
    public double? Proposition1Constant;

    /// <summary>Samples whose measurement breaks Proposition 1 beyond rounding.</summary>
    public double? Proposition1Violations;

    /// <summary>Mean of 1 − ‖q‖²: the mean of ‖1_y − p‖² over the labels y of the targets is E_f and this.</summary>
    public double? LabelFloor;

    /// <summary>
    /// Samples that are fitted exactly, E_f = 0: they have no ln E_f, and the means of ln E_f and of ln ‖∇θ loss‖² run over the others. Null where the loss
    /// fits no sample exactly.
    /// </summary>
    public double? ExactFits;

    /// <summary>The others. Null as <see cref="ExactFits"/>.</summary>
    public double? LogSamples;

    /// <summary>Mean of −ln λ_min over <see cref="LogSamples"/>. No column: it is 0 in a row that was read, or where no sample is fitted exactly.</summary>
    public double InexactU;

    /// <summary>The same of λ_max.</summary>
    public double InexactL;

    /// <summary>
    /// (ln E_f − lower bound) / G: 0 where the row stands at its lower bound, 1 at its upper one. Null where the bounds enclose no interval: G is 0 or
    /// infinite.
    /// </summary>
    public readonly double? PositionBetweenBounds =>
        Interval is not 0 and var interval && double.IsFinite(interval)
        && (LogFittingError - LowerBound) / interval is var position && double.IsFinite(position) ? position : null;

    /// <summary>
    /// ln E_f as local correlations take it: NaN where more than half of the samples are fitted exactly. The few others are no batch, so no window with such a
    /// row has a correlation.
    /// </summary>
    public readonly double CorrelatedLogFittingError => 2 * ExactFits > Samples ? double.NaN : LogFittingError;

    /// <summary>
    /// ln E_f as something that falls: −∞ where every sample is fitted exactly. There is no mean of logarithms then, but the error is below every level.
    /// </summary>
    public readonly double FallenLogFittingError => LogSamples == 0 ? double.NegativeInfinity : LogFittingError;

    /// <summary>G of the samples that the bounds are of.</summary>
    private readonly double Interval => ExactFits > 0 ? UpperBound - LowerBound : G;
}
