using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>The values from one end of an axis to the other.</summary>
internal readonly record struct AxisRange(double Minimum, double Maximum)
{
    /// <summary>Beyond it a difference of two values could overflow. Nothing measured comes near; it is drawn as a gap.</summary>
    private const double LargestDrawn = 1e150;

    public static bool IsDrawn(double value) => Math.Abs(value) <= LargestDrawn;

    /// <summary>The range of an axis over <paramref name="values"/>, of which those that cannot be drawn are passed over.</summary>
    public static AxisRange Of(IEnumerable<double> values, Axis axis)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (IsDrawn(value))
            {
                minimum = Math.Min(minimum, value);
                maximum = Math.Max(maximum, value);
            }
        }

        if (minimum > maximum)
        {
            (minimum, maximum) = (axis.Minimum ?? axis.Maximum ?? 0, axis.Maximum ?? axis.Minimum ?? 1);
        }

        double padding = axis.Padding * (maximum - minimum);
        return Widened(axis.Minimum ?? (minimum - padding), axis.Maximum ?? (maximum + padding), axis.WholeNumbers);
    }

    // A single value, or values that differ by rounding alone, get room around them.
    private static AxisRange Widened(double minimum, double maximum, bool wholeNumbers)
    {
        double size = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        if (maximum - minimum > 1e-9 * size)
        {
            return new(minimum, maximum);
        }

        double room = wholeNumbers ? Math.Max(0.5, 1e-6 * size) : size > 0 ? 0.1 * size : 1;
        return new(minimum - room, maximum + room);
    }
}

/// <summary>From a value to its place: <see cref="AxisRange.Minimum"/> to <paramref name="Start"/>, <see cref="AxisRange.Maximum"/> to <paramref name="End"/>.</summary>
internal readonly record struct Scale(AxisRange Range, double Start, double End)
{
    public double Map(double value) => Start + ((value - Range.Minimum) / (Range.Maximum - Range.Minimum) * (End - Start));

    public bool Shows(double value) => value >= Range.Minimum && value <= Range.Maximum;
}
