using System.Globalization;

namespace StructuralError.Core.Losses;

/// <summary>
/// The losses of Tsallis' entropies, 1 &lt; α ≤ 2. Ω(p) = (Σ_c p_c^α − 1) / (α(α − 1)) on the simplex, p_c = [(α − 1) f_c − τ]₊^{1/(α−1)} with the τ for which
/// p sums to 1, ∇²Ω*(f) = diag s − s sᵀ / Σ_c s_c with s_c = p_c^{2−α} where p_c &gt; 0 and 0 elsewhere. Ω* is ⟨p, f⟩ − Ω(p). Where f_y is
/// larger than every other logit by 1/(α − 1) or more, p is one-hot: the fit is exact. α → 1 gives softmax, α = 2 sparsemax (Peters, Niculae and
/// Martins 2019, "Sparse sequence-to-sequence models"; Blondel, Martins and Niculae 2020, section 4.3).
/// </summary>
public class Entmax : ILoss
{
    // The iteration ends after a dozen steps; this only keeps a fault from running for ever.
    private const int MostSteps = 200;

    // So many products take less time than one power.
    private const int MostProducts = 8;
    private const string Prefix = "entmax:";

    private readonly double _exponent;

    // β − 1 where products make that power, as for 2, 1.5 and 1.25; otherwise −1.
    private readonly int _products;

    /// <exception cref="ArgumentOutOfRangeException">α is not above 1, or above 2.</exception>
    public Entmax(double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(alpha, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(alpha, 2);
        (Alpha, _exponent) = (alpha, 1 / (alpha - 1));
        _products = _exponent - 1 <= MostProducts && double.IsInteger(_exponent) ? (int)_exponent - 1 : -1;
    }

    public double Alpha { get; }

    public virtual string Name => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Alpha:R}");

    public (string Name, double Parameter) Kernel => ("entmax", Alpha);

    public bool FitsExactly => true;

    /// <summary>Reads <c>entmax:ALPHA</c>; null for anything else.</summary>
    public static Entmax? Read(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && double.TryParse(name.AsSpan(Prefix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double alpha)
        && alpha is > 1 and <= 2 ? new Entmax(alpha) : null;

    /// <inheritdoc/>
    /// <remarks>
    /// With f' = f − max f and w as in <see cref="Solve"/>, Ω*(f) − max f = w / (α(α − 1)) + (1 − 1/α)⟨p, f'⟩, since p^{α−1} is known from the solution. So
    /// no large numbers cancel, however near to 1 α is.
    /// </remarks>
    public double Evaluate(ReadOnlySpan<double> logits, in Target target, Span<double> error, out double fittingError)
    {
        double shift = Solve(logits, error, out double maximum), predicted = 0, wanted = 0, others = 0;
        fittingError = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            double p = error[c], q = target[c], below = logits[c] - maximum;
            predicted += p == 0 ? 0 : p * below;
            wanted += q == 0 ? 0 : q * below;
            others += target.IsOneHot && c != target.Label ? p : 0;
            error[c] = q - p;
            fittingError += target.IsOneHot && c == target.Label ? 0 : error[c] * error[c];
        }

        double omega = 0;
        if (target.IsOneHot)
        {
            error[target.Label] = others;
            fittingError += others * others;
        }
        else
        {
            omega = Omega(target.Distribution);
        }

        // Where it is 0, rounding alone makes a negative number of it.
        return Math.Max(0, (shift * _exponent / Alpha) + ((1 - (1 / Alpha)) * predicted) - wanted + omega);
    }

    public void Predict(ReadOnlySpan<double> logits, Span<double> p) => Solve(logits, p, out _);

    public double Omega(ReadOnlySpan<double> p)
    {
        double sum = 0;
        foreach (double value in p)
        {
            sum += Term(value);
        }

        return sum / Alpha;
    }

    /// <inheritdoc/>
    /// <remarks>diag s − s sᵀ / Σ s = F Fᵀ with F = diag √s − s √sᵀ / Σ s.</remarks>
    public void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor)
    {
        int classes = logits.Length;
        Span<double> s = Scratch.IsSmall(classes) ? stackalloc double[classes] : new double[classes];
        Solve(logits, s, out _);
        double sum = 0;
        foreach (ref double value in s)
        {
            value = value > 0 ? Math.Pow(value, 2 - Alpha) : value;
            sum += value;
        }

        for (int c = 0; c < classes; c++)
        {
            for (int d = 0; d < classes; d++)
            {
                double root = Math.Sqrt(s[d]);
                factor[(c * classes) + d] = (c == d ? root : 0) - (s[c] * root / sum);
            }
        }
    }

    /// <summary>
    /// Writes p. With u = (α − 1)(f − max f) and β = 1/(α − 1), p_c = [1 + u_c − w]₊^β where w ≥ 0 is the one for which p sums to 1. The norm
    /// N(w) = (Σ_c [1 + u_c − w]₊^β)^{1/β} is convex and falls, and N(0) ≥ 1. So Newton's steps for N = 1 from 0 come from one side, and end where w stands
    /// still in float64. Unlike bisection this takes a few steps for every α, and needs no sorting. What rounding leaves of Σ p − 1 is divided out.
    /// </summary>
    /// <returns>w.</returns>
    private double Solve(ReadOnlySpan<double> logits, Span<double> p, out double maximum)
    {
        maximum = logits[0];
        for (int c = 1; c < logits.Length; c++)
        {
            maximum = Math.Max(maximum, logits[c]);
        }

        double shift = 0, sum = 0;
        for (int step = 0; step < MostSteps; step++)
        {
            double slope = 0;
            sum = 0;
            for (int c = 0; c < logits.Length; c++)
            {
                double below = (Alpha - 1) * (logits[c] - maximum), root = 1 + below - shift;
                if (!(root > 0))
                {
                    p[c] = 0;
                    continue;
                }

                double power = Power(root, below - shift);
                p[c] = power * root;
                slope += power;
                sum += p[c];
            }

            // Near 1 the step for the sum itself is as good, and keeps its digits.
            double move = sum < 1.1 ? (sum - 1) / (_exponent * slope) : -Elementary.ExpMinusOne((1 - Alpha) * Math.Log(sum)) * sum / slope;
            if (!(sum > 1) || shift + move == shift)
            {
                break;
            }

            shift += move;
        }

        for (int c = 0; c < logits.Length; c++)
        {
            p[c] /= sum;
        }

        return shift;
    }

    /// <summary>root^{β−1}.</summary>
    /// <param name="root">1 + <paramref name="excess"/>.</param>
    private double Power(double root, double excess)
    {
        if (_products < 0)
        {
            return Math.Exp((_exponent - 1) * (excess > -0.5 ? Elementary.LogPlusOne(excess) : Math.Log(root)));
        }

        double power = 1;
        for (int i = 0; i < _products; i++)
        {
            power *= root;
        }

        return power;
    }

    /// <summary>p (p^{α−1} − 1) / (α − 1).</summary>
    private double Term(double p) => p == 0 ? 0 : p * Elementary.ExpMinusOne((Alpha - 1) * Math.Log(p)) * _exponent;
}
