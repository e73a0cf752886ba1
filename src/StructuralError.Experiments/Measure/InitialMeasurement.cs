using StructuralError.Core.Structure;

namespace StructuralError.Experiments.Measure;

/// <summary>One network as it was drawn, measured on a batch and not trained: a row of <c>initialization.csv</c>.</summary>
public sealed record InitialMeasurement
{
    public required string Model { get; init; }

    public required int K { get; init; }

    /// <summary>Width of the linear blocks (models a and b), channels of the convolutions (c and d).</summary>
    public required int Width { get; init; }

    public required long Seed { get; init; }

    /// <summary>Mean of −ln λ_min.</summary>
    public required double U { get; init; }

    /// <summary>Mean of −ln λ_max.</summary>
    public required double L { get; init; }

    /// <summary>U − L.</summary>
    public required double G { get; init; }

    /// <summary>Mean of λ_min.</summary>
    public required double LambdaMin { get; init; }

    /// <summary>Mean of λ_max.</summary>
    public required double LambdaMax { get; init; }

    /// <summary>Mean of −ln(λ_min − 1): U without the output bias, which adds the identity to A; +∞ where nothing is left.</summary>
    public required double UWithoutOutputBias { get; init; }

    /// <summary>Mean of −ln(λ_max − 1).</summary>
    public required double LWithoutOutputBias { get; init; }

    /// <summary>The columns of ∇f; its step is 0, and |θ| stands there.</summary>
    public required IndependenceRow Independence { get; init; }
}
