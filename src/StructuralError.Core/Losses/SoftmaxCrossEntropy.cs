namespace StructuralError.Core.Losses;

/// <summary>
/// The Fenchel–Young loss of softmax: d_Ω(q, f) = ln Σ_c e^{f_c} − f_y for a one-hot q, p = softmax(f), e = q − p (paper, section 3.1 and eq. 1).
/// Float64 throughout, through the log-softmax: the maximum is subtracted, so large logits neither overflow nor give NaN.
/// </summary>
public static class SoftmaxCrossEntropy
{
    /// <summary>Writes e = q − p and returns the loss, in nats.</summary>
    /// <param name="logits">f, length C.</param>
    /// <param name="label">y, the class with q_y = 1.</param>
    /// <param name="error">
    /// Destination, length C. The true class gets Σ_{c≠y} p_c, not 1 − p_y, so that a nearly perfect prediction keeps its relative accuracy.
    /// </param>
    /// <param name="fittingError">E_f = ‖e‖².</param>
    /// <returns>The loss; NaN or infinite where a logit is.</returns>
    public static double Evaluate(ReadOnlySpan<double> logits, int label, Span<double> error, out double fittingError)
    {
        double maximum = logits[0];
        for (int c = 1; c < logits.Length; c++)
        {
            maximum = Math.Max(maximum, logits[c]);
        }

        double sum = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            sum += Math.Exp(logits[c] - maximum);
        }

        double logSum = Math.Log(sum);
        double others = 0;
        fittingError = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            if (c != label)
            {
                double p = Math.Exp(logits[c] - maximum - logSum);
                others += p;
                error[c] = -p;
                fittingError += p * p;
            }
        }

        error[label] = others;
        fittingError += others * others;
        return logSum - (logits[label] - maximum);
    }
}
