using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;

namespace StructuralError.Reporting.Html;

/// <summary>The page's style sheet: the colours of the inks, which the figures' classes and the page itself refer to, and <c>report.css</c>.</summary>
internal static class PageStyle
{
    public static string Text => Colours() + Asset.Text("report.css");

    // Paper is always light: only a screen may be dark.
    private static string Colours() => $":root {{{Variables(ink => Palette.Colours(ink).Light)}}}\n"
        + $"@media screen and (prefers-color-scheme: dark) {{ :root {{{Variables(ink => Palette.Colours(ink).Dark)}}} }}\n"
        + string.Concat(Enum.GetValues<Ink>().Select(Classes));

    private static string Classes(Ink ink) =>
        $".{SvgText.Class(ink)}-f {{ fill: var(--{Name(ink)}); }} .{SvgText.Class(ink)}-s {{ stroke: var(--{Name(ink)}); }}\n";

    private static string Variables(Func<Ink, string> colour) => string.Concat(Enum.GetValues<Ink>().Select(ink => $" --{Name(ink)}: {colour(ink)};")) + " ";

    private static string Name(Ink ink) => ink.ToString().ToLowerInvariant();
}
