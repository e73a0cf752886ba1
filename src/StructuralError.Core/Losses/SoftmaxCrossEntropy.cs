namespace StructuralError.Core.Losses;

/// <summary>
/// The Fenchel–Young loss of softmax. Ω(p) = Σ_c p_c ln p_c on the simplex, Ω*(f) = ln Σ_c e^{f_c}, p = softmax(f), ∇²Ω*(f) = diag p − p pᵀ. So
/// d_Ω(q, f) = ln Σ_c e^{f_c} − f_y for a one-hot q, and the Kullback–Leibler divergence of q from p for any (paper, section 3.1 and eq. 1).
/// Float64 throughout, through the log-softmax: the maximum is subtracted, so large logits neither overflow nor give NaN.
/// </summary>
public sealed class SoftmaxCrossEntropy : ILoss
{
    public string Name => "softmax";

    public bool FitsExactly => false;

    /// <inheritdoc/>
    /// <remarks>The true class gets Σ_{c≠y} p_c, not 1 − p_y, so that a nearly perfect prediction keeps its relative accuracy. The loss is in nats.</remarks>
    public double Evaluate(ReadOnlySpan<double> logits, in Target target, Span<double> error, out double fittingError)
    {
        double logSum = Math.Log(Sum(logits, out double maximum)), others = 0;
        if (!target.IsOneHot)
        {
            return Evaluate(logits, in target, maximum, logSum, error, out fittingError);
        }

        int label = target.Label;
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

    /// <inheritdoc/>
    /// <remarks>The true class has the largest error, s = Σ_{c≠y} p_c. ln s comes from the logits: no p is formed.</remarks>
    public double EvaluateScaled(ReadOnlySpan<double> logits, in Target target, Span<double> scaled, out double squaredNorm)
    {
        if (!target.IsOneHot)
        {
            return ScaledError.Of(this, logits, in target, scaled, out squaredNorm);
        }

        int label = target.Label;
        (double maximum, double second) = (double.NegativeInfinity, double.NegativeInfinity);
        for (int c = 0; c < logits.Length; c++)
        {
            maximum = Math.Max(maximum, logits[c]);
            second = c == label ? second : Math.Max(second, logits[c]);
        }

        scaled.Clear();
        squaredNorm = 0;
        if (!double.IsFinite(second))
        {
            return double.NegativeInfinity;
        }

        double sum = 0, others = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            sum += Math.Exp(logits[c] - maximum);
            scaled[c] = c == label ? 0 : -Math.Exp(logits[c] - second);
            others -= scaled[c];
        }

        for (int c = 0; c < logits.Length; c++)
        {
            scaled[c] = c == label ? 1 : scaled[c] / others;
            squaredNorm += scaled[c] * scaled[c];
        }

        return second - maximum - Math.Log(sum) + Math.Log(others);
    }

    public void Predict(ReadOnlySpan<double> logits, Span<double> p)
    {
        double logSum = Math.Log(Sum(logits, out double maximum));
        for (int c = 0; c < logits.Length; c++)
        {
            p[c] = Math.Exp(logits[c] - maximum - logSum);
        }
    }

    public double Omega(ReadOnlySpan<double> p) => Elementary.Sum(p, Elementary.TimesLog);

    /// <inheritdoc/>
    /// <remarks>e_y = 1 − p_y, and p_y = e^−loss. The result is at least 1 / C, so nothing cancels.</remarks>
    public double SquaredPrediction(ReadOnlySpan<double> logits, double loss, double fittingError) => fittingError + (2 * Math.Exp(-loss)) - 1;

    /// <inheritdoc/>
    /// <remarks>diag p − p pᵀ = F Fᵀ with F = diag √p − p √pᵀ, because √p has norm 1.</remarks>
    public void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor)
    {
        double sum = Sum(logits, out double maximum);
        for (int c = 0; c < logits.Length; c++)
        {
            double root = Math.Exp((logits[c] - maximum) / 2) / Math.Sqrt(sum);
            for (int d = 0; d < logits.Length; d++)
            {
                factor[(d * logits.Length) + c] = (c == d ? root : 0) - (Math.Exp(logits[d] - maximum) / sum * root);
            }
        }
    }

    /// <summary>q that is not one-hot: Σ_c q_c (ln q_c − ln p_c), of which rounding alone makes a negative number.</summary>
    private static double Evaluate(ReadOnlySpan<double> logits, in Target target, double maximum, double logSum, Span<double> error, out double fittingError)
    {
        double loss = 0;
        fittingError = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            double q = target[c], logP = logits[c] - maximum - logSum;
            loss += q == 0 ? 0 : q * (Math.Log(q) - logP);
            error[c] = q - Math.Exp(logP);
            fittingError += error[c] * error[c];
        }

        return Math.Max(0, loss);
    }

    /// <summary>Σ_c e^{f_c − max f}.</summary>
    private static double Sum(ReadOnlySpan<double> logits, out double maximum)
    {
        maximum = logits[0];
        for (int c = 1; c < logits.Length; c++)
        {
            maximum = Math.Max(maximum, logits[c]);
        }

        double sum = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            sum += Math.Exp(logits[c] - maximum);
        }

        return sum;
    }
}
