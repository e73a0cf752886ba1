namespace StructuralError.Core.Structure;

/// <summary>
/// Sums over the samples of one quantity of the parts, of their shares of the whole, and of their shares without the output bias, which is the last part.
/// </summary>
internal sealed class PartSums(int parts, bool hasOutputBias)
{
    private readonly double[] _sharesWithoutBias = new double[parts];
    private int _samplesWithoutBias;

    public double[] Values { get; } = new double[parts];

    public double[] Shares { get; } = new double[parts];

    public void Clear()
    {
        Values.AsSpan().Clear();
        Shares.AsSpan().Clear();
        _sharesWithoutBias.AsSpan().Clear();
        _samplesWithoutBias = 0;
    }

    /// <param name="values">One sample's, none of them negative.</param>
    /// <param name="rounding">What is left without the output bias counts as nothing up to this share of the whole.</param>
    public void Add(ReadOnlySpan<double> values, double rounding)
    {
        double withoutBias = 0;
        for (int part = 0; part < parts - (hasOutputBias ? 1 : 0); part++)
        {
            withoutBias += values[part];
        }

        double whole = withoutBias + (hasOutputBias ? values[^1] : 0);
        bool isLeft = !(withoutBias <= rounding * whole);
        _samplesWithoutBias += isLeft ? 1 : 0;
        for (int part = 0; part < parts; part++)
        {
            Values[part] += values[part];
            Shares[part] += values[part] / whole;
            _sharesWithoutBias[part] += isLeft ? values[part] / withoutBias : 0;
        }
    }

    /// <summary>Mean share without the output bias; null for the bias itself, and where nothing was left in any sample.</summary>
    public double? ShareWithoutBias(int part) =>
        _samplesWithoutBias == 0 || (hasOutputBias && part == parts - 1) ? null : _sharesWithoutBias[part] / _samplesWithoutBias;
}
