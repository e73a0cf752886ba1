using StructuralError.Core.Structure;

namespace StructuralError.Experiments.Measure;

/// <summary>One network as it was drawn, measured on a batch and not trained: a row of <c>initialization.csv</c>.</summary>
public record struct InitialMeasurement
{
    public required string Model;

    public required int K;

    /// <summary>Width of the linear blocks (models a and b), channels of the convolutions (c and d).</summary>
    public required int Width;

    public required long Seed;

    /// <summary>Mean of −ln λ_min.</summary>
    public double U { readonly get => Independence.U; set => Independence.U = value; }

    /// <summary>Mean of −ln λ_max.</summary>
    public required double L;

    /// <summary>U − L.</summary>
    public double G { readonly get => Independence.G; set => Independence.G = value; }

    /// <summary>Mean of λ_min.</summary>
    public required double LambdaMin;

    /// <summary>Mean of λ_max.</summary>
    public required double LambdaMax;

    /// <summary>Mean of −ln(λ_min − 1): U without the output bias, which adds the identity to A; +∞ where nothing is left.</summary>
    public required double UWithoutOutputBias;

    /// <summary>Mean of −ln(λ_max − 1).</summary>
    public required double LWithoutOutputBias;

    /// <summary>The columns of ∇f; its step is 0, and |θ| stands there.</summary>
    public required IndependenceRow Independence;
}
