namespace StructuralError.Core.Structure;

/// <summary>The natural logarithm of what cannot be negative.</summary>
internal static class Logarithm
{
    /// <summary>ln x; −∞ where x is not positive, since a negative value stands for 0 at working precision. NaN stays NaN.</summary>
    public static double OfNonNegative(double x) => x <= 0 ? double.NegativeInfinity : Math.Log(x);
}
