using System.Xml.Linq;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Svg;

namespace StructuralError.Reporting.Html.Interaction;

/// <summary>
/// A figure's SVG as a part of a page: what the file holds, less its style sheet, which the page has once for all figures, and less its fixed size.
/// </summary>
internal static class InlineSvg
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XElement Of(Drawing drawing)
    {
        XElement root = XElement.Parse(SvgWriter.ToText(drawing));
        root.Elements(Svg + "style").Remove();
        root.Attributes().Where(attribute => attribute.Name == "width" || attribute.Name == "height").Remove();
        return root;
    }
}
