using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Runs;

/// <summary>What a curve is called and how it looks, wherever it is drawn.</summary>
/// <param name="Key"><see cref="Series.Key"/>.</param>
/// <param name="Name">The legend's words; null: no entry.</param>
internal sealed record CurveStyle(string Key, string? Name, Ink Ink, Dash Dash)
{
    // Hues that stand next to each other in the legend differ in lightness as well.
    private static readonly Ink[] Inks = [Ink.Contrast, Ink.Blue, Ink.Vermillion, Ink.Green, Ink.Purple, Ink.Orange, Ink.Sky];
    private static readonly Dash[] Dashes = [Dash.Solid, Dash.Dashed, Dash.ShortDashed, Dash.DashDot, Dash.Dotted];

    public static CurveStyle Of(Quantity quantity) => new(quantity.Key, quantity.Name, quantity.Ink, quantity.Dash);

    /// <summary>The look of one of several groups. Colour and dash go round at different paces, so that 35 groups differ.</summary>
    public static CurveStyle OfGroup(int index, string key, string? name) => new(key, name, Inks[index % Inks.Length], Dashes[index % Dashes.Length]);
}
