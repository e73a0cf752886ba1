using System.Text;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Svg;

/// <summary>
/// Writes a figure as SVG 1.1. Colours stand in attributes, for light paper; one style sheet replaces them where the reader's screen is
/// dark, so that readers without style sheets or media queries show the light figure. No dates, no random ids: the same figure gives the
/// same bytes.
/// </summary>
public static class SvgWriter
{
    private const string Fonts = "Helvetica, Arial, 'Liberation Sans', sans-serif";

    /// <summary>The bytes of the file: UTF-8 without a mark, <c>\n</c>.</summary>
    public static byte[] Write(Figure figure) => Write(FigureLayout.Arrange(figure));

    /// <inheritdoc cref="Write(Figure)"/>
    public static byte[] Write(Drawing drawing) => Encoding.UTF8.GetBytes(ToText(drawing));

    public static string ToText(Drawing drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        SvgBody body = new(drawing);
        foreach (Mark mark in drawing.Marks)
        {
            body.Append(mark);
        }

        string id = drawing.Id, width = ShortNumber.Text(drawing.Width), height = ShortNumber.Text(drawing.Height);
        StringBuilder text = new();
        text.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\"");
        text.Append($" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{Fonts}\">\n");
        text.Append($"<title id=\"{id}-title\">{SvgText.Escape(drawing.Title)}</title>\n");
        text.Append($"<desc id=\"{id}-desc\">{SvgText.Escape(drawing.Description)}</desc>\n");

        // Paper is always light: only a screen may be dark.
        text.Append("<style>@media screen and (prefers-color-scheme: dark) {\n").AppendJoin("", body.Inks.Select(DarkStyle)).Append("}</style>\n");
        string clipPaths = string.Concat(body.ClipPaths);
        text.Append(clipPaths.Length > 0 ? $"<defs>\n{clipPaths}</defs>\n" : "");
        return text.Append(body.Text).Append("</svg>\n").ToString();
    }

    private static string DarkStyle(Ink ink)
    {
        string name = SvgText.Class(ink), colour = Palette.Colours(ink).Dark;
        return $".{name}-f{{fill:{colour}}}.{name}-s{{stroke:{colour}}}\n";
    }
}
