using StructuralError.Core.Engines;

namespace StructuralError.Core.Structure;

/// <summary>One measured number of each sample of a batch, in the order of the samples.</summary>
/// <param name="smallLogs">Logarithms of the values that are too small for float64; empty where there are none.</param>
internal readonly ref struct SampleValues(Measurements measured, ReadOnlySpan<double> values, int stride = 1, ReadOnlySpan<double> smallLogs = default)
{
    private readonly ReadOnlySpan<double> _values = values;
    private readonly ReadOnlySpan<double> _smallLogs = smallLogs;

    public int Count => measured.Count;

    public double this[int n] => _values[n * stride];

    /// <summary>Whether the value is too small for float64, and its logarithm alone is right.</summary>
    public bool IsSmall(int n) => !_smallLogs.IsEmpty && measured.IsSmall(n);

    /// <summary>ln of the value; −∞ where it is not positive.</summary>
    public double Log(int n) => IsSmall(n) ? _smallLogs[n] : Logarithm.OfNonNegative(this[n]);

    public static SampleValues Loss(Measurements measured) => new(measured, measured.Loss);

    public static SampleValues FittingError(Measurements measured) => new(measured, measured.FittingError, smallLogs: measured.SmallLogFittingError);

    public static SampleValues GradientNorm(Measurements measured) => new(measured, measured.GradientNorm, smallLogs: measured.SmallLogGradientNorm);

    public static SampleValues LambdaMin(Measurements measured) => new(measured, measured.Eigenvalues, measured.Classes);

    public static SampleValues LambdaMax(Measurements measured) => new(measured, measured.Eigenvalues.AsSpan(measured.Classes - 1), measured.Classes);
}
