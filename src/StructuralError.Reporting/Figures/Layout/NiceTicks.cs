using System.Globalization;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Ticks at the multiples of 1, 2 or 5 times a power of ten.</summary>
public static class NiceTicks
{
    private static readonly int[] Mantissas = [1, 2, 5];

    /// <summary>
    /// The densest such ticks within [min, max] that are not more than <paramref name="atMost"/>. From 5 up at least two are found, unless whole numbers
    /// forbid it.
    /// </summary>
    /// <param name="wholeNumbers">No step below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, not finite or too narrow for float64, or <paramref name="atMost"/> is below
    /// 1.</exception>
    public static IReadOnlyList<Tick> Choose(double min, double max, int atMost, bool wholeNumbers = false)
    {
        double span = max - min;
        if (!(span > 0) || !double.IsFinite(span) || span < 1e-13 * Math.Max(Math.Abs(min), Math.Abs(max)))
        {
            throw new ArgumentOutOfRangeException(nameof(max), max, $"No ticks fit between {min} and {max}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(atMost, 1);
        foreach (TickStep candidate in Steps(span / atMost, wholeNumbers))
        {
            // A tick at the very end of the range must not be lost to rounding.
            double first = Math.Ceiling((min / candidate.Size) - 1e-9), last = Math.Floor((max / candidate.Size) + 1e-9);
            if (last - first < atMost)
            {
                return
                [
                    .. Enumerable.Range(0, Math.Max(0, (int)(last - first) + 1)).Select(i => ((long)first + i) * candidate.Mantissa)
                        .Select(digits => new Tick(Scaled(digits, candidate.Exponent), Label(digits, candidate.Exponent))),
                ];
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>The steps between ticks that there are, ascending and without an end; the first is below <paramref name="least"/>.</summary>
    /// <param name="wholeNumbers">None below 1.</param>
    internal static IEnumerable<TickStep> Steps(double least, bool wholeNumbers)
    {
        int exponent = (int)Math.Floor(Math.Log10(least)) - 1;
        for (exponent = wholeNumbers ? Math.Max(exponent, 0) : exponent; ; exponent++)
        {
            foreach (int mantissa in Mantissas)
            {
                yield return new(mantissa, exponent);
            }
        }
    }

    /// <summary>
    /// Ticks of a logarithmic axis: at 1, 2 and 5 times each power of ten, or at the powers, or at every second, third, … of them, whichever
    /// are the densest that are not more than <paramref name="atMost"/>; the values of <see cref="Choose"/> where fewer than two of those fit.
    /// </summary>
    /// <param name="min">Decimal logarithm of the lower end.</param>
    /// <param name="max">Decimal logarithm of the upper end.</param>
    public static IReadOnlyList<Tick> ChooseLogarithmic(double min, double max, int atMost)
    {
        IReadOnlyList<Tick> ticks = LogarithmicLevels(min, max).First(level => level.Count <= atMost);
        return ticks.Count > 1 || max - min > 1 ? ticks : [.. Choose(Math.Pow(10, min), Math.Pow(10, max), atMost).Where(tick => tick.Value > 0)];
    }

    /// <summary>The ticks that a logarithmic axis may have, from the densest to the sparsest; the last level has one tick or none.</summary>
    internal static IEnumerable<IReadOnlyList<Tick>> LogarithmicLevels(double min, double max)
    {
        int first = (int)Math.Floor(min) - 1, last = (int)Math.Ceiling(max);
        Tick[] ticks = At(Mantissas, every: 1);
        yield return ticks;
        for (int every = 1; ticks.Length > 1; every++)
        {
            ticks = At([1], every);
            yield return ticks;
        }

        Tick[] At(int[] mantissas, int every) =>
        [
            .. from exponent in Enumerable.Range(first, last - first + 1)
               where exponent % every == 0
               from mantissa in mantissas
               let tick = new Tick(Scaled(mantissa, exponent), Label(mantissa, exponent))
               where Math.Log10(tick.Value) >= min - 1e-9 && Math.Log10(tick.Value) <= max + 1e-9
               select tick,
        ];
    }

    // Dividing by a power of ten that float64 holds exactly gives the nearest value: 0.3, not 3 × 0.1.
    internal static double Scaled(long digits, int exponent) =>
        exponent >= 0 ? digits * Math.Pow(10, exponent) : exponent > -300 ? digits / Math.Pow(10, -exponent) : digits * Math.Pow(10, exponent);

    /// <summary>digits × 10^exponent in words, from the integers alone: no rounding can show.</summary>
    private static string Label(long digits, int exponent)
    {
        if (digits == 0)
        {
            return "0";
        }

        string sign = digits < 0 ? "−" : "";
        string text = Math.Abs(digits).ToString(CultureInfo.InvariantCulture);
        int magnitude = text.Length + exponent;
        if (magnitude is > 9 or < -4 || exponent < -9)
        {
            string significant = text.TrimEnd('0');
            string fraction = significant.Length > 1 ? "." + significant[1..] : "";
            return sign + significant[0] + fraction + "e" + (magnitude - 1).ToString(CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
        }

        if (exponent >= 0)
        {
            long value = Math.Abs(digits) * (long)Math.Pow(10, exponent);
            return sign + value.ToString(value < 10_000 ? "0" : "#,0", CultureInfo.InvariantCulture);
        }

        string padded = text.PadLeft(1 - exponent, '0');
        return sign + padded[..^-exponent] + "." + padded[^-exponent..];
    }
}

/// <summary>A distance between ticks, mantissa × 10^exponent.</summary>
internal readonly record struct TickStep(int Mantissa, int Exponent)
{
    public double Size => NiceTicks.Scaled(Mantissa, Exponent);

    /// <summary>Digits after the point of its multiples.</summary>
    public int Decimals => Math.Max(0, -Exponent);
}

/// <summary>A marked value of an axis and the words beside it.</summary>
public readonly record struct Tick(double Value, string Label);
