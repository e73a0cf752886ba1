namespace StructuralError.Core.Losses;

/// <summary>
/// A Fenchel–Young loss d_Ω(q, f) = Ω*(f) + Ω(q) − ⟨q, f⟩ with the prediction p = ∇Ω*(f) (paper, section 3.1 and eq. 1). It is not negative, and 0 exactly
/// where p = q. A⁽ˡ⁾, A and their eigenvalues know nothing of the loss; what it adds to a step is e = q − p, which is also −∂d/∂f. So Theorem 3 holds for
/// every loss. A loss keeps no state: engines ask one instance from many threads, once a sample. All numbers are float64.
/// </summary>
/// <remarks>
/// For a one-hot q, Ω(q) is 0, with one exception that its loss names. For another q it is not: the loss is what can be gained, not the cross-entropy.
/// </remarks>
public interface ILoss
{
    /// <summary>On the command line and in files: <c>softmax</c>, <c>entmax:1.5</c>.</summary>
    string Name { get; }

    /// <summary>What the CUDA engine's kernel is called after, and the number it is given: <c>entmax</c> and 1.5.</summary>
    (string Name, double Parameter) Kernel => (Name, 0);

    /// <summary>Whether Ω is strictly convex on its domain, as the paper assumes (section 3.2).</summary>
    bool IsStrictlyConvex => true;

    /// <summary>Whether Ω's domain is the simplex, so that p is a distribution over the classes.</summary>
    bool PredictsDistribution => true;

    /// <summary>Whether e can be exactly 0 for finite logits and a one-hot q. Then ln E_f does not exist, and rows count such samples apart.</summary>
    bool FitsExactly { get; }

    /// <summary>Writes e = q − p and returns the loss.</summary>
    /// <param name="logits">f, length C.</param>
    /// <param name="target">q.</param>
    /// <param name="error">
    /// Destination, length C. Without cancellation where p is near a q that is one-hot at the label: small errors keep their relative accuracy.
    /// </param>
    /// <param name="fittingError">E_f = ‖e‖².</param>
    /// <returns>
    /// d_Ω(q, f); NaN or infinite where a logit is NaN or +∞, or where one of −∞ has a part of q, and infinite where p or the loss is too large for float64.
    /// </returns>
    double Evaluate(ReadOnlySpan<double> logits, in Target target, Span<double> error, out double fittingError);

    /// <summary>
    /// e without its size, for samples whose E_f is below what float64 can hold: writes e / s with max |e_c| / s = 1. What is written here keeps its digits
    /// as long as the logits are finite; the default is right for a loss whose e itself never becomes too small for float64, unless it is 0.
    /// </summary>
    /// <param name="scaled">Destination of e / s, length C.</param>
    /// <param name="squaredNorm">‖e / s‖².</param>
    /// <returns>ln s; −∞ where e is 0.</returns>
    double EvaluateScaled(ReadOnlySpan<double> logits, in Target target, Span<double> scaled, out double squaredNorm) =>
        ScaledError.Of(this, logits, in target, scaled, out squaredNorm);

    /// <summary>Writes p = ∇Ω*(f), which is a distribution where Ω's domain is the simplex.</summary>
    void Predict(ReadOnlySpan<double> logits, Span<double> p);

    /// <summary>Ω(p).</summary>
    /// <param name="p">In the domain, which is not checked.</param>
    double Omega(ReadOnlySpan<double> p);

    /// <summary>‖p‖² for a one-hot q, of which e is known.</summary>
    /// <param name="loss">d_Ω(q, f), as <see cref="Evaluate"/> gave it.</param>
    /// <param name="fittingError">E_f, the same.</param>
    double SquaredPrediction(ReadOnlySpan<double> logits, double loss, double fittingError) => SquaredPrediction(logits);

    /// <summary>‖p‖².</summary>
    sealed double SquaredPrediction(ReadOnlySpan<double> logits)
    {
        Span<double> p = Scratch.IsSmall(logits.Length) ? stackalloc double[logits.Length] : new double[logits.Length];
        Predict(logits, p);
        double sum = 0;
        foreach (double value in p)
        {
            sum += value * value;
        }

        return sum;
    }

    /// <summary>Writes a factor F of the loss's curvature at f: F Fᵀ = ∇²Ω*(f), symmetric and positive semidefinite.</summary>
    /// <param name="factor">Destination, [C, C], row by row.</param>
    void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor);
}
