namespace StructuralError.Core.Structure;

/// <summary>Weights α, β, γ of the structural error S = αG + βU + γL (paper, eq. 16).</summary>
public readonly record struct StructuralWeights(double Alpha, double Beta, double Gamma)
{
    public static StructuralWeights Ones { get; } = new(1, 1, 1);

    /// <summary>S = αG + βU + γL.</summary>
    public double Combine(double g, double u, double l) => (Alpha * g) + (Beta * u) + (Gamma * l);
}
