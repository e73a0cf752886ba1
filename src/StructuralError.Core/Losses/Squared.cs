namespace StructuralError.Core.Losses;

/// <summary>
/// The squared loss. Ω(p) = ½‖p‖² on all of R^C, but for a constant that makes Ω of a one-hot q 0; p = f, ∇²Ω*(f) = I, d_Ω(q, f) = ½‖q − f‖² = ½E_f. So the
/// prediction is no distribution, and the fitting error is the loss itself (Blondel, Martins and Niculae 2020, table 1).
/// </summary>
public sealed class Squared : ILoss
{
    public string Name => "squared";

    public bool PredictsDistribution => false;

    public bool FitsExactly => true;

    public double Evaluate(ReadOnlySpan<double> logits, in Target target, Span<double> error, out double fittingError)
    {
        fittingError = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            error[c] = target[c] - logits[c];
            fittingError += error[c] * error[c];
        }

        return fittingError / 2;
    }

    public void Predict(ReadOnlySpan<double> logits, Span<double> p) => logits.CopyTo(p);

    public double Omega(ReadOnlySpan<double> p) => (Elementary.Sum(p, value => value * value) - 1) / 2;

    public void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor) => Elementary.FillDiagonal(factor, logits, _ => 1);
}
