namespace StructuralError.Core.Losses;

/// <summary>
/// A Fenchel–Young loss d_Ω(q, f) = Ω*(f) + Ω(q) − ⟨q, f⟩ with the prediction p = ∇Ω*(f) (paper, section 3.1 and eq. 1). q is one-hot at the sample's label.
/// A⁽ˡ⁾, A and their eigenvalues know nothing of the loss; what it adds to a step is e = q − p, which is also −∂d/∂f.
/// A loss keeps no state: engines ask one instance from many threads, once a sample. All numbers are float64.
/// </summary>
public interface ILoss
{
    /// <summary>On the command line and in files: <c>softmax</c>. The CUDA engine's kernel is called after it.</summary>
    string Name { get; }

    /// <summary>Writes e = q − p and returns the loss.</summary>
    /// <param name="logits">f, length C.</param>
    /// <param name="label">y, the class with q_y = 1.</param>
    /// <param name="error">Destination, length C. Without cancellation where p is near q: small errors keep their relative accuracy.</param>
    /// <param name="fittingError">E_f = ‖e‖².</param>
    /// <returns>d_Ω(q, f); NaN or infinite where a logit is.</returns>
    double Evaluate(ReadOnlySpan<double> logits, int label, Span<double> error, out double fittingError);

    /// <summary>Whether the class that f speaks for is the sample's.</summary>
    bool IsCorrect(ReadOnlySpan<double> logits, int label);
}
