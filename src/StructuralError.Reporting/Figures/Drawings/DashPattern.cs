using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Drawings;

/// <summary>How a dash is drawn: lengths of stroke and gap by turns.</summary>
internal static class DashPattern
{
    /// <summary>
    /// In CSS pixels, as multiples of the width, so that thick and thin lines show the same pattern. Empty for a solid line. Ends are butt: round ones
    /// would close short gaps.
    /// </summary>
    public static double[] Of(Dash dash, double width) => [.. Multiples(dash).Select(length => length * width)];

    private static double[] Multiples(Dash dash) => dash switch
    {
        Dash.Dashed => [5, 2.2],
        Dash.ShortDashed => [2.6, 1.8],
        Dash.Dotted => [1.1, 1.5],
        Dash.DashDot => [5, 1.8, 1.2, 1.8],
        _ => [],
    };
}
