namespace StructuralError.Tests.Oracle;

/// <summary>Everything the oracle knows about one sample.</summary>
/// <param name="Logits">f. [c]</param>
/// <param name="Error">e = q − p. [c]</param>
/// <param name="LossGradient">∂loss/∂θ, from its own backward pass. [p]</param>
/// <param name="KinkMargin">See <see cref="Oracle.KinkMargin"/>.</param>
public sealed record ScalarSample(double[] Logits, double Loss, double[] Error, double FittingError, double[] LossGradient, double KinkMargin)
{
    /// <summary>‖∂loss/∂θ‖², from the gradient itself.</summary>
    public double GradientNorm => LossGradient.Sum(g => g * g);
}
