namespace StructuralError.Cpu.Kernels;

/// <summary>The standard normal distribution in float64, for GELU.</summary>
internal static class NormalDistribution
{
    private const double InverseSqrt2Pi = 0.39894228040143267794;

    /// <summary>e^(−x²/2) / √(2π).</summary>
    public static double Density(double x) => InverseSqrt2Pi * Math.Exp(-0.5 * x * x);

    /// <summary>
    /// Φ(x), to about 1e-15 absolute. For |x| &lt; 3 the series Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/15 + …) (Abramowitz and Stegun 26.2.11),
    /// beyond it the continued fraction of the tail Q(x) = φ(x) / (x + 1/(x + 2/(x + 3/…))) (26.2.14), evaluated from the back.
    /// </summary>
    public static double Cumulative(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        double size = Math.Abs(x);
        if (size < 3)
        {
            double term = x, sum = x, square = x * x;
            for (int odd = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); odd += 2)
            {
                term *= square / odd;
                sum += term;
            }

            return 0.5 + (Density(x) * sum);
        }

        double fraction = size;
        for (int k = 60; k >= 1; k--)
        {
            fraction = size + (k / fraction);
        }

        double tail = Density(size) / fraction;
        return x < 0 ? tail : 1 - tail;
    }
}
