using StructuralError.Core.Engines;

namespace StructuralError.Core.Structure;

/// <summary>One measured number of each sample of a batch, in the order of the samples.</summary>
internal readonly ref struct SampleValues
{
    private readonly ReadOnlySpan<double> _values;
    private readonly int _stride;

    private SampleValues(Measurements measured, ReadOnlySpan<double> values, int stride = 1)
    {
        _values = values;
        _stride = stride;
        Count = measured.Count;
    }

    public int Count { get; }

    public double this[int n] => _values[n * _stride];

    public static SampleValues Loss(Measurements measured) => new(measured, measured.Loss);

    public static SampleValues FittingError(Measurements measured) => new(measured, measured.FittingError);

    public static SampleValues GradientNorm(Measurements measured) => new(measured, measured.GradientNorm);

    public static SampleValues LambdaMin(Measurements measured) => new(measured, measured.Eigenvalues, measured.Classes);

    public static SampleValues LambdaMax(Measurements measured) => new(measured, measured.Eigenvalues.AsSpan(measured.Classes - 1), measured.Classes);
}
