namespace StructuralError.Core.Engines;

/// <summary>How much an engine fills in.</summary>
public enum MeasurementLevel
{
    /// <summary>Loss and correctness: a plain training step.</summary>
    Loss,

    /// <summary>Also fitting error, gradient norm and eigenvalues.</summary>
    Structure,

    /// <summary>Also A itself.</summary>
    Matrix,

    /// <summary>Also each layer's part A⁽ˡ⁾.</summary>
    Layers,
}

/// <summary>
/// Per-sample results of one batch, allocated once and filled in place. Index letters: n sample, c class, l layer that owns parameters.
/// Arrays are sized for <see cref="Capacity"/> samples; the first <see cref="Count"/> are valid.
/// </summary>
/// <param name="layers">Number of layers that own parameters; needed for <see cref="MeasurementLevel.Layers"/> only.</param>
public sealed class Measurements(int capacity, int classes, MeasurementLevel level, int layers = 0)
{
    /// <summary>
    /// E_f below which the logarithms are measured by themselves, since float64 ends at about 1e-308: before that, products with it lose their digits.
    /// </summary>
    public const double SmallFittingError = 1e-250;

    public int Capacity { get; } = capacity >= 1 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity));

    public int Classes { get; } = classes >= 1 ? classes : throw new ArgumentOutOfRangeException(nameof(classes));

    public MeasurementLevel Level { get; } = level;

    public int LayerCount { get; } = layers;

    /// <summary>Whether every eigenvalue is wanted; otherwise the smallest and the largest will do, and have the same bits.</summary>
    public bool AllEigenvalues { get; init; } = true;

    /// <summary>Samples of the last batch.</summary>
    public int Count { get; set; }

    /// <summary>The loss of each sample, d_Ω(q, f). [n]</summary>
    public double[] Loss { get; } = new double[capacity];

    /// <summary>Whether the largest logit is the label's (the first of equals). [n]</summary>
    public bool[] Correct { get; } = new bool[capacity];

    /// <summary>f_θ(x). [n, c]</summary>
    public double[] Logits { get; } = From(MeasurementLevel.Structure, level, (long)capacity * classes);

    /// <summary>E_f = ‖q − p‖². [n]</summary>
    public double[] FittingError { get; } = From(MeasurementLevel.Structure, level, capacity);

    /// <summary>‖∇_θ loss‖² = eᵀ A e. [n]</summary>
    public double[] GradientNorm { get; } = From(MeasurementLevel.Structure, level, capacity);

    /// <summary>
    /// ln E_f of the samples whose <see cref="FittingError"/> is below <see cref="SmallFittingError"/>, finite as long as the logits are. Of other samples
    /// it is not read; 0 where an engine does not measure it. [n]
    /// </summary>
    public double[] SmallLogFittingError { get; } = From(MeasurementLevel.Structure, level, capacity);

    /// <summary>ln ‖∇_θ loss‖² of the same samples. [n]</summary>
    public double[] SmallLogGradientNorm { get; } = From(MeasurementLevel.Structure, level, capacity);

    /// <summary>Eigenvalues of A, ascending. Without <see cref="AllEigenvalues"/> those between the ends may be NaN. [n, c]</summary>
    public double[] Eigenvalues { get; } = From(MeasurementLevel.Structure, level, (long)capacity * classes);

    /// <summary>A_x = J_x J_xᵀ. [n, c, c]</summary>
    public double[] A { get; } = From(MeasurementLevel.Matrix, level, (long)capacity * classes * classes);

    /// <summary>A⁽ˡ⁾, each layer's part. [n, l, c, c]</summary>
    public double[] LayerA { get; } = From(MeasurementLevel.Layers, level, (long)capacity * layers * classes * classes);

    /// <summary>
    /// ‖∇R_n‖², R_n the mean loss of the batch: the gradient that the step took. Null where nothing was updated, or the engine does not sum it.
    /// </summary>
    public double? BatchGradientNorm { get; set; }

    /// <summary>‖θ‖² before the step; null as <see cref="BatchGradientNorm"/>.</summary>
    public double? ParameterNorm { get; set; }

    /// <summary>Whether p is exactly q for sample <paramref name="n"/>: E_f is 0, and not only too small for float64.</summary>
    public bool IsExactFit(int n) => FittingError[n] == 0 && !(double.IsFinite(SmallLogFittingError[n]) && SmallLogFittingError[n] < 0);

    /// <summary>Whether the logarithms of sample <paramref name="n"/> were measured by themselves.</summary>
    public bool IsSmall(int n) => FittingError[n] < SmallFittingError && SmallLogFittingError[n] < 0;

    private static double[] From(MeasurementLevel least, MeasurementLevel level, long length) => new double[level >= least ? length : 0];
}
