namespace StructuralError.Torch.Tests.Faults;

/// <summary>What is wrong in <see cref="CopiedRules"/>.</summary>
public enum Fault
{
    None,

    /// <summary>‖a‖² in place of ‖a‖² + 1.</summary>
    LinearBiasLeftOut,

    /// <summary>W in place of Wᵀ on the way back, where both have the same shape.</summary>
    LinearNotTransposed,

    /// <summary>Derivative 1 everywhere.</summary>
    ReluWithoutMask,

    /// <summary>The last place of a window in place of the largest.</summary>
    MaxPoolLastOfWindow,

    /// <summary>The sum of a window in place of its mean.</summary>
    AveragePoolUndivided,

    /// <summary>The cotangent of the block alone.</summary>
    SkipForgotten,

    /// <summary>Patches of the unpadded image in ∂y/∂W.</summary>
    ConvolutionPaddingForgotten,

    /// <summary>The cotangent at the first position in place of the sum.</summary>
    ConvolutionBiasAtOnePosition,

    /// <summary>g in place of g − mean g.</summary>
    LayerNormMeanForgotten,

    /// <summary>Φ(x) in place of Φ(x) + x φ(x).</summary>
    GeluDensityForgotten,
}
