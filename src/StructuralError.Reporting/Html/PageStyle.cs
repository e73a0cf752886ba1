using System.Text;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;

namespace StructuralError.Reporting.Html;

/// <summary>The page's style sheet: the colours of the inks, which the figures' classes and the page itself refer to, and <c>report.css</c>.</summary>
internal static class PageStyle
{
    public static string Text => Colours() + Asset.Text("report.css");

    // Paper is always light: only a screen may be dark.
    private static string Colours()
    {
        StringBuilder text = new();
        text.Append(":root {").Append(Variables(ink => Palette.Colours(ink).Light)).Append("}\n");
        text.Append("@media screen and (prefers-color-scheme: dark) { :root {").Append(Variables(ink => Palette.Colours(ink).Dark)).Append("} }\n");
        foreach (Ink ink in Enum.GetValues<Ink>())
        {
            string name = SvgText.Class(ink);
            text.Append($".{name}-f {{ fill: var(--{Name(ink)}); }} .{name}-s {{ stroke: var(--{Name(ink)}); }}\n");
        }

        return text.ToString();
    }

    private static string Variables(Func<Ink, string> colour) => string.Concat(Enum.GetValues<Ink>().Select(ink => $" --{Name(ink)}: {colour(ink)};")) + " ";

    private static string Name(Ink ink) => ink.ToString().ToLowerInvariant();
}
