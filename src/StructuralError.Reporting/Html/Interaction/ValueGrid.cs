using System.Text;
using StructuralError.Reporting.Figures.Layout;

namespace StructuralError.Reporting.Html.Interaction;

/// <summary>
/// Values along y as whole multiples of a power of ten, 10^−<paramref name="Digits"/>, from <paramref name="Base"/> on: as fine as a pixel of the deepest zoom,
/// so that they are short and what the reader is told has no more digits than are meant. On a logarithmic axis these are the values' decimal logarithms.
/// </summary>
internal readonly record struct ValueGrid(double Base, int Digits, bool Logarithmic)
{
    /// <summary>The page enlarges no further.</summary>
    public const int DeepestZoom = 16;

    /// <summary>Farther off, a value is a gap: it cannot be seen, and its number would be longer than float64 holds exactly.</summary>
    private const double MostLevels = 1e12;

    private double Quantum => Math.Pow(10, -Digits);

    public static ValueGrid For(PlotArea plot)
    {
        AxisRange range = plot.Y.Range;
        double pixel = (range.Maximum - range.Minimum) / (plot.Box.Height * DeepestZoom);
        int digits = (int)Math.Ceiling(-Math.Log10(pixel));
        double quantum = Math.Pow(10, -digits);
        return new(Math.Floor(range.Minimum / quantum) * quantum, digits, range.Logarithmic);
    }

    /// <summary>
    /// Each value as its distance from the one before, in grid steps, as <see cref="Vlq"/> writes them; <see cref="Vlq.Gap"/> where there is none to draw.
    /// </summary>
    public string Text(IEnumerable<double> values)
    {
        StringBuilder text = new();
        long last = 0;
        foreach (double value in values)
        {
            if (Level(value) is long level)
            {
                Vlq.Append(text, level - last);
                last = level;
            }
            else
            {
                text.Append(Vlq.Gap);
            }
        }

        return text.ToString();
    }

    private long? Level(double value)
    {
        if (!AxisRange.IsDrawn(value, Logarithmic))
        {
            return null;
        }

        double level = Math.Round(((Logarithmic ? Math.Log10(value) : value) - Base) / Quantum);
        return Math.Abs(level) <= MostLevels ? (long)level : null;
    }
}
