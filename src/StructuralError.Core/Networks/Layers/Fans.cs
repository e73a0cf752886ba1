namespace StructuralError.Core.Networks.Layers;

/// <param name="In">Inputs that feed one output value: the <c>fan_in</c> of the initialisation rules.</param>
/// <param name="Out">Outputs that one input value feeds, as PyTorch counts them for Xavier initialisation.</param>
public readonly record struct Fans(int In, int Out);
