namespace StructuralError.Core.Losses;

/// <summary>
/// The logistic loss of each class against all others. Ω(p) = Σ_c p_c ln p_c + (1 − p_c) ln(1 − p_c) on [0, 1]^C, Ω*(f) = Σ_c ln(1 + e^{f_c}),
/// p_c = 1 / (1 + e^{−f_c}), ∇²Ω*(f) = diag p_c (1 − p_c). p need not sum to 1 (Blondel, Martins and Niculae 2020, section 4.2).
/// </summary>
public sealed class OvaLogistic : ILoss
{
    public string Name => "ova-logistic";

    public bool PredictsDistribution => false;

    public bool FitsExactly => false;

    /// <inheritdoc/>
    /// <remarks>A class with q_c = 1 has e_c = 1 − p_c = 1 / (1 + e^{f_c}) and the loss ln(1 + e^{−f_c}); one with q_c = 0 the same of −f_c, −e_c.</remarks>
    public double Evaluate(ReadOnlySpan<double> logits, in Target target, Span<double> error, out double fittingError)
    {
        double loss = 0;
        fittingError = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            double q = target[c];
            error[c] = q == 1 ? Elementary.Sigmoid(-logits[c]) : q - Elementary.Sigmoid(logits[c]);

            // An infinite logit must not look like a perfect prediction.
            loss += q == 1 ? Elementary.Softplus(-logits[c]) + (0 * logits[c]) : Elementary.Softplus(logits[c]) - (q * logits[c]) + Term(q);
            fittingError += error[c] * error[c];
        }

        // Where it is 0, rounding alone makes a negative number of it.
        return Math.Max(0, loss);
    }

    /// <inheritdoc/>
    /// <remarks>ln |e_c| = −ln(1 + e^{±f_c}) keeps its digits where e_c itself is too small.</remarks>
    public double EvaluateScaled(ReadOnlySpan<double> logits, in Target target, Span<double> scaled, out double squaredNorm)
    {
        if (!target.IsOneHot)
        {
            return ScaledError.Of(this, logits, in target, scaled, out squaredNorm);
        }

        double largest = double.NegativeInfinity;
        for (int c = 0; c < logits.Length; c++)
        {
            scaled[c] = -Elementary.Softplus(c == target.Label ? logits[c] : -logits[c]);
            largest = Math.Max(largest, scaled[c]);
        }

        squaredNorm = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            double size = Math.Exp(scaled[c] - largest);
            scaled[c] = c == target.Label ? size : -size;
            squaredNorm += size * size;
        }

        return largest;
    }

    public void Predict(ReadOnlySpan<double> logits, Span<double> p)
    {
        for (int c = 0; c < logits.Length; c++)
        {
            p[c] = Elementary.Sigmoid(logits[c]);
        }
    }

    public double Omega(ReadOnlySpan<double> p) => Elementary.Sum(p, Term);

    public void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor) =>
        Elementary.FillDiagonal(factor, logits, logit => Math.Sqrt(Elementary.Sigmoid(logit) * Elementary.Sigmoid(-logit)));

    private static double Term(double p) => Elementary.TimesLog(p) + Elementary.TimesLog(1 - p);
}
