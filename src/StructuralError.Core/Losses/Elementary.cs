namespace StructuralError.Core.Losses;

/// <summary>Functions near the place where the obvious formula loses their digits, and what a loss does class by class.</summary>
internal static class Elementary
{
    /// <summary>ln(1 + x) for x &gt; −1.</summary>
    /// <remarks>What rounding took from 1 + x is given back by x / ((1 + x) − 1) (W. Kahan; Goldberg 1991, theorem 4).</remarks>
    public static double LogPlusOne(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>e^x − 1.</summary>
    /// <remarks>The same for the exponential (Higham 2002, section 1.14.1).</remarks>
    public static double ExpMinusOne(double x)
    {
        double exp = Math.Exp(x), difference = exp - 1;
        return exp == 1 ? x : difference == -1 || double.IsPositiveInfinity(exp) ? difference : difference * (x / Math.Log(exp));
    }

    /// <summary>ln(1 + e^x).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + LogPlusOne(Math.Exp(-Math.Abs(x)));

    /// <summary>1 / (1 + e^−x), with its relative accuracy for large negative x too.</summary>
    public static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    /// <summary>p ln p; 0 at 0.</summary>
    public static double TimesLog(double p) => p == 0 ? 0 : p * Math.Log(p);

    /// <summary>Σ_c of a term of p_c, in the order of the classes.</summary>
    public static double Sum(ReadOnlySpan<double> p, Func<double, double> term)
    {
        double sum = 0;
        foreach (double value in p)
        {
            sum += term(value);
        }

        return sum;
    }

    /// <summary>Writes a diagonal matrix, [C, C], of which each entry follows from its class's logit.</summary>
    public static void FillDiagonal(Span<double> matrix, ReadOnlySpan<double> logits, Func<double, double> entry)
    {
        matrix.Clear();
        for (int c = 0; c < logits.Length; c++)
        {
            matrix[(c * logits.Length) + c] = entry(logits[c]);
        }
    }
}
