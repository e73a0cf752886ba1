namespace StructuralError.Cuda.Planning;

/// <summary>Activations of a batch on the device, in PyTorch's order of features. [n, f]</summary>
/// <param name="Address">Of replica 0.</param>
/// <param name="Features">Values of one sample.</param>
/// <param name="ActivationDerivative">What elementwise layers left for the backward pass; null where other layers made the tensor.</param>
internal sealed record DeviceTensor(ulong Address, int Features, ActivationDerivative? ActivationDerivative);
