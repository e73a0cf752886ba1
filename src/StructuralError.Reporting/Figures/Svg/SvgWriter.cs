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

        StringBuilder text = new();
        text.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
        ShortNumber.Append(text, drawing.Width);
        text.Append("\" height=\"");
        ShortNumber.Append(text, drawing.Height);
        text.Append("\" viewBox=\"0 0 ");
        ShortNumber.Append(text, drawing.Width);
        text.Append(' ');
        ShortNumber.Append(text, drawing.Height);
        text.Append($"\" role=\"img\" aria-labelledby=\"{drawing.Id}-title {drawing.Id}-desc\" font-family=\"{Fonts}\">\n");
        text.Append($"<title id=\"{drawing.Id}-title\">{SvgText.Escape(drawing.Title)}</title>\n");
        text.Append($"<desc id=\"{drawing.Id}-desc\">{SvgText.Escape(drawing.Description)}</desc>\n");
        text.Append(DarkStyle(body.Inks));
        if (body.Clips.Count > 0)
        {
            text.Append("<defs>\n");
            foreach ((Box clip, string id) in body.Clips)
            {
                text.Append($"<clipPath id=\"{id}\"><rect x=\"");
                ShortNumber.Append(text, clip.Left);
                text.Append("\" y=\"");
                ShortNumber.Append(text, clip.Top);
                text.Append("\" width=\"");
                ShortNumber.Append(text, clip.Width);
                text.Append("\" height=\"");
                ShortNumber.Append(text, clip.Height);
                text.Append("\"/></clipPath>\n");
            }

            text.Append("</defs>\n");
        }

        return text.Append(body.Text).Append("</svg>\n").ToString();
    }

    // Paper is always light: only a screen may be dark.
    private static string DarkStyle(IEnumerable<Ink> inks)
    {
        StringBuilder text = new("<style>@media screen and (prefers-color-scheme: dark) {\n");
        foreach (Ink ink in inks.Order())
        {
            string name = SvgText.Class(ink), colour = Palette.Colours(ink).Dark;
            text.Append($".{name}-f{{fill:{colour}}}.{name}-s{{stroke:{colour}}}\n");
        }

        return text.Append("}</style>\n").ToString();
    }
}
