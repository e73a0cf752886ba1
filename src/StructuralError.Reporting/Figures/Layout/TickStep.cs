namespace StructuralError.Reporting.Figures.Layout;

/// <summary>A distance between ticks, mantissa × 10^exponent.</summary>
internal readonly record struct TickStep(int Mantissa, int Exponent)
{
    public double Size => NiceTicks.Scaled(Mantissa, Exponent);

    /// <summary>Digits after the point of its multiples.</summary>
    public int Decimals => Math.Max(0, -Exponent);
}
