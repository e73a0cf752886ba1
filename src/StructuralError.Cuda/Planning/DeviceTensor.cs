namespace StructuralError.Cuda.Planning;

/// <summary>Activations of a batch on the device, in PyTorch's order of features. [n, f]</summary>
/// <param name="Address">Of replica 0.</param>
/// <param name="Features">Values of one sample.</param>
/// <param name="ActivationDerivative">What elementwise layers left for the backward pass; null where other layers made the tensor.</param>
internal sealed record DeviceTensor(ulong Address, int Features, ActivationDerivative? ActivationDerivative);

/// <summary>The derivative of the elementwise layers that directly made a tensor which only the next layer reads.</summary>
/// <param name="Factor">Buffer on the device. [n, f]</param>
internal sealed record ActivationDerivative(FactorMode Mode, ulong Factor)
{
    /// <summary>Whether the next layer's derivative already holds this one.</summary>
    public bool IsTaken { get; set; }
}

/// <summary>How the derivative of elementwise layers is had from a buffer; <c>Kernels/cotangents.h</c>.</summary>
internal enum FactorMode
{
    None = 0,

    /// <summary>1 where the buffer is positive, otherwise 0: a ReLU by its own output.</summary>
    Positive = 1,

    /// <summary>The buffer holds the derivative.</summary>
    Value = 2,
}
