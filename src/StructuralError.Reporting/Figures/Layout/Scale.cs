using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>What an axis spans: its values, or the decimal logarithms of them where it is logarithmic.</summary>
public readonly record struct AxisRange(double Minimum, double Maximum, bool Logarithmic)
{
    /// <summary>Beyond it a difference of two values could overflow. Nothing measured comes near; it is drawn as a gap.</summary>
    private const double LargestDrawn = 1e150;

    /// <summary>Below it a difference of two values is none: ticks between them would have no numbers, and a page shows 100 digits at most.</summary>
    private const double SmallestSpan = 1e-90;

    public static bool IsDrawn(double value, bool logarithmic) => Math.Abs(value) <= LargestDrawn && (!logarithmic || value > 0);

    public bool Shows(double value) => IsDrawn(value, Logarithmic) && Along(value) >= Minimum && Along(value) <= Maximum;

    /// <summary>Where the value stands within the range.</summary>
    public double Along(double value) => Logarithmic ? Math.Log10(value) : value;

    public IReadOnlyList<Tick> Ticks(int atMost, bool wholeNumbers) =>
        Logarithmic ? NiceTicks.ChooseLogarithmic(Minimum, Maximum, atMost) : NiceTicks.Choose(Minimum, Maximum, atMost, wholeNumbers);

    /// <summary>The range of an axis over <paramref name="values"/>, of which those that cannot be drawn are passed over.</summary>
    public static AxisRange Of(IEnumerable<double> values, Axis axis)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (IsDrawn(value, axis.Logarithmic))
            {
                double along = axis.Logarithmic ? Math.Log10(value) : value;
                minimum = Math.Min(minimum, along);
                maximum = Math.Max(maximum, along);
            }
        }

        double? fixedMinimum = Fixed(axis.Minimum, axis), fixedMaximum = Fixed(axis.Maximum, axis);
        if (minimum > maximum)
        {
            (minimum, maximum) = (fixedMinimum ?? fixedMaximum ?? 0, fixedMaximum ?? fixedMinimum ?? 1);
        }

        double padding = axis.Padding * (maximum - minimum);
        return Widened(fixedMinimum ?? (minimum - padding), fixedMaximum ?? (maximum + padding), axis);
    }

    private static double? Fixed(double? end, Axis axis)
    {
        if (end is double value && !IsDrawn(value, axis.Logarithmic))
        {
            throw new ArgumentException($"Axis {axis.Label} cannot end at {value}.", nameof(axis));
        }

        return axis.Logarithmic && end is not null ? Math.Log10(end.Value) : end;
    }

    // A single value, or values that differ by rounding alone, get room around them.
    private static AxisRange Widened(double minimum, double maximum, Axis axis)
    {
        double size = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        if (maximum - minimum > Math.Max(1e-9 * size, SmallestSpan))
        {
            return new(minimum, maximum, axis.Logarithmic);
        }

        double room = axis.WholeNumbers ? Math.Max(0.5, 1e-6 * size) : size > SmallestSpan ? 0.1 * size : 1;
        return new(minimum - room, maximum + room, axis.Logarithmic);
    }
}

/// <summary>
/// From a value to its place: <see cref="AxisRange.Minimum"/> to <paramref name="Start"/>, <see cref="AxisRange.Maximum"/> to <paramref name="End"/>.
/// </summary>
public readonly record struct Scale(AxisRange Range, double Start, double End)
{
    /// <summary>The place of a value along the axis, in CSS pixels.</summary>
    public double Map(double value) => Start + ((Range.Along(value) - Range.Minimum) / (Range.Maximum - Range.Minimum) * (End - Start));

    public bool IsDrawn(double value) => AxisRange.IsDrawn(value, Range.Logarithmic);

    public bool Shows(double value) => Range.Shows(value);
}
