namespace StructuralError.Cuda.Planning;

/// <summary>The derivative of the elementwise layers that directly made a tensor which only the next layer reads.</summary>
/// <param name="factor">Buffer on the device. [n, f]</param>
internal sealed class ActivationDerivative(FactorMode mode, ulong factor)
{
    public FactorMode Mode { get; } = mode;

    public ulong Factor { get; } = factor;

    /// <summary>Whether the next layer's derivative already holds this one.</summary>
    public bool IsTaken { get; set; }
}
