namespace StructuralError.Core.Losses;

/// <summary>
/// The loss of the paper's Ω as its eq. 6 prints it, without the condition that p sums to 1. Ω(p) = Σ_c p_c ln p_c − p_c on the nonnegative orthant, Ω*(f) =
/// Σ_c e^{f_c}, p_c = e^{f_c}, ∇²Ω*(f) = diag e^{f_c}. This is the generalised Kullback–Leibler divergence of q from p, the loss of Poisson regression with a
/// logarithmic link (Blondel, Martins and Niculae 2020, section 3.2). Here Ω of a one-hot q is −1, not 0: otherwise the loss at p = q would be 1.
/// </summary>
/// <remarks>e^f is infinite from f = 709.8 on. The loss is infinite then too, and a run ends and says so.</remarks>
public sealed class Poisson : ILoss
{
    public string Name => "poisson";

    public bool PredictsDistribution => false;

    public bool FitsExactly => false;

    /// <inheritdoc/>
    /// <remarks>Every class adds e^{f_c} + q_c ln q_c − q_c − q_c f_c, which is not negative.</remarks>
    public double Evaluate(ReadOnlySpan<double> logits, in Target target, Span<double> error, out double fittingError)
    {
        double loss = 0;
        fittingError = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            double q = target[c], p = Math.Exp(logits[c]), excess = q == 1 ? Elementary.ExpMinusOne(logits[c]) : p - q;
            error[c] = -excess;
            loss += Math.Max(0, excess + (q == 0 ? 0 : Elementary.TimesLog(q) - (q * logits[c])));
            fittingError += error[c] * error[c];
        }

        return loss;
    }

    public void Predict(ReadOnlySpan<double> logits, Span<double> p)
    {
        for (int c = 0; c < logits.Length; c++)
        {
            p[c] = Math.Exp(logits[c]);
        }
    }

    public double Omega(ReadOnlySpan<double> p) => Elementary.Sum(p, value => Elementary.TimesLog(value) - value);

    public void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor) => Elementary.FillDiagonal(factor, logits, logit => Math.Exp(logit / 2));
}
