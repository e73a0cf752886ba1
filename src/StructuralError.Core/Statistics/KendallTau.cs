namespace StructuralError.Core.Statistics;

/// <summary>
/// Kendall's rank correlation τ_b of two series (M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945): 1 where one never falls
/// while the other rises, −1 for the opposite order, and nothing but the order counts.
/// </summary>
public static class KendallTau
{
    /// <summary>
    /// τ_b = (concordant − discordant) / √((pairs − ties in x)(pairs − ties in y)), over all pairs i &lt; j. An infinite value has its place in the order;
    /// infinities of one sign are equal.
    /// </summary>
    /// <returns>NaN with fewer than two values, with a NaN among them, or where one series has a single value.</returns>
    /// <exception cref="ArgumentException">Different lengths.</exception>
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"Two series of one length are needed, got {x.Length} and {y.Length}.", nameof(y));
        }

        long balance = 0, differInX = 0, differInY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (double.IsNaN(x[i]) || double.IsNaN(y[i]))
            {
                return double.NaN;
            }

            for (int j = 0; j < i; j++)
            {
                int inX = x[i].CompareTo(x[j]), inY = y[i].CompareTo(y[j]);
                balance += inX * inY;
                differInX += inX * inX;
                differInY += inY * inY;
            }
        }

        return balance / Math.Sqrt((double)differInX * differInY);
    }

    /// <summary>τ_b of two quantities of the same things.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double Of<T>(IReadOnlyCollection<T> items, Func<T, double> x, Func<T, double> y) => Of([.. items.Select(x)], [.. items.Select(y)]);
}
