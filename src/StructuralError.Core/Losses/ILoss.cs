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

    /// <summary>
    /// e without its size, for samples whose E_f is below what float64 can hold: writes e / s with max |e_c| / s = 1. What is written here keeps its digits
    /// as long as the logits are finite; the default is right for a loss whose e never becomes that small.
    /// </summary>
    /// <param name="scaled">Destination of e / s, length C.</param>
    /// <param name="squaredNorm">‖e / s‖².</param>
    /// <returns>ln s; −∞ where e is 0.</returns>
    double EvaluateScaled(ReadOnlySpan<double> logits, int label, Span<double> scaled, out double squaredNorm)
    {
        Evaluate(logits, label, scaled, out _);
        double largest = 0;
        foreach (double error in scaled)
        {
            largest = Math.Max(largest, Math.Abs(error));
        }

        squaredNorm = 0;
        for (int c = 0; largest > 0 && c < scaled.Length; c++)
        {
            scaled[c] /= largest;
            squaredNorm += scaled[c] * scaled[c];
        }

        return largest > 0 ? Math.Log(largest) : double.NegativeInfinity;
    }

    /// <summary>‖p‖², p = ∇Ω*(f). With e = q − p and a one-hot q it is E_f + 1 − 2 e_y.</summary>
    /// <param name="loss">d_Ω(q, f), as <see cref="Evaluate"/> gave it.</param>
    /// <param name="fittingError">E_f, the same.</param>
    double SquaredPrediction(ReadOnlySpan<double> logits, double loss, double fittingError);

    /// <summary>Writes a factor F of the loss's curvature at f: F Fᵀ = ∇²Ω*(f), symmetric and positive semidefinite.</summary>
    /// <param name="factor">Destination, [C, C], row by row.</param>
    void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor);

    /// <summary>Whether the class that f speaks for is the sample's.</summary>
    bool IsCorrect(ReadOnlySpan<double> logits, int label);
}
