namespace StructuralError.Core.Losses;

/// <summary>
/// The perceptron's loss. Ω(p) = 0 on the simplex, Ω*(f) = max f, p is one-hot at the first of the largest logits, d_Ω(q, f) = max f − ⟨q, f⟩, ∇²Ω*(f) = 0
/// where there is one largest logit. The paper names this loss in section 4.1, but its Ω is not strictly convex, which section 3.2 assumes: the loss is 0 on
/// the border between classes too, where p ≠ q, and p jumps there. For a one-hot q, E_f is 0 or 2, and the gradient is 0 once a sample is right (Blondel,
/// Martins and Niculae 2020, table 1).
/// </summary>
public sealed class Perceptron : ILoss
{
    public string Name => "perceptron";

    public bool IsStrictlyConvex => false;

    public bool FitsExactly => true;

    public double Evaluate(ReadOnlySpan<double> logits, in Target target, Span<double> error, out double fittingError)
    {
        int best = LargestLogit.Of(logits);
        double loss = 0;
        fittingError = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            double q = target[c];
            loss += q == 0 ? 0 * logits[c] : q * (logits[best] - logits[c]);
            error[c] = q - (c == best ? 1 : 0);
            fittingError += error[c] * error[c];
        }

        return loss;
    }

    public void Predict(ReadOnlySpan<double> logits, Span<double> p)
    {
        p.Clear();
        p[LargestLogit.Of(logits)] = 1;
    }

    public double Omega(ReadOnlySpan<double> p) => 0;

    public void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor) => factor.Clear();
}
