using System.Text;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Svg;

/// <summary>The drawn part of the file, one element a mark, and what the head of the file must define for it.</summary>
internal sealed class SvgBody(Drawing drawing)
{
    /// <summary>Longer curves are written in tenths of a pixel: in a dense line nothing finer is seen, and it takes half the bytes.</summary>
    private const int MostFinePoints = 48;

    private readonly StringBuilder _text = new();
    private readonly List<Box> _clips = [];

    // A bit for each ink.
    private uint _inks;

    public string Text => _text.ToString();

    /// <summary>Ascending.</summary>
    public IEnumerable<Ink> Inks
    {
        get
        {
            for (Ink ink = 0; _inks >> (int)ink != 0; ink++)
            {
                if (((_inks >> (int)ink) & 1) != 0)
                {
                    yield return ink;
                }
            }
        }
    }

    /// <summary>An element for each.</summary>
    public IEnumerable<string> ClipPaths => _clips.Select((clip, i) => $"<clipPath id=\"{ClipId(i)}\"><rect{Attribute("x", clip.Left)}"
        + $"{Attribute("y", clip.Top)}{Attribute("width", clip.Width)}{Attribute("height", clip.Height)}/></clipPath>\n");

    public void Append(Mark mark)
    {
        switch (mark)
        {
            case GroupMark group:
                AppendGroup(group);
                break;
            case TextMark text:
                string weight = text.Bold ? " font-weight=\"bold\"" : "";
                string anchor = text.Anchor == TextAnchor.Start ? "" : $" text-anchor=\"{text.Anchor.ToString().ToLowerInvariant()}\"";
                _text.Append($"<text{Inked("fill", text.Ink, 1)}{Attribute("font-size", text.Size)}{weight}{anchor}{Place(text)}>");
                _text.Append(SvgText.Escape(text.Text)).Append("</text>\n");
                break;
            case LineMark line when line.Lines.Count > 0:
                _text.Append($"<path fill=\"none\"{Inked("stroke", line.Ink, line.Opacity)}{Attribute("stroke-width", line.Width)}{Dashes(line)} ");
                AppendPath("stroke-linejoin=\"round\"", line.Lines, close: false);
                break;
            case AreaMark area when area.Outlines.Count > 0:
                _text.Append("<path");
                AppendPath(Inked("fill", area.Ink, area.Opacity), area.Outlines, close: true);
                break;
            case DotMark dots when dots.Centres.Count > 0:
                string look = Inked("fill", dots.Ink, dots.Opacity), radius = Attribute("r", dots.Radius);
                foreach (Point centre in dots.Centres)
                {
                    _text.Append($"<circle{look}{Attribute("cx", centre.X)}{Attribute("cy", centre.Y)}{radius}/>\n");
                }

                break;
        }
    }

    private void AppendGroup(GroupMark group)
    {
        string key = group.Key is null ? "" : $" data-key=\"{SvgText.Escape(group.Key)}\"";
        string clip = group.Clip is Box box ? $" clip-path=\"url(#{ClipId(NumberOf(box))})\"" : "";
        _text.Append($"<g class=\"se-{group.Kind}\"{key}{clip}>\n");
        foreach (Mark child in group.Children)
        {
            Append(child);
        }

        _text.Append("</g>\n");
    }

    /// <summary>
    /// A path whose lines each start at an absolute point and go on in steps, which are short. Steps of nothing are left out, unless the line has no others: it
    /// is a dot.
    /// </summary>
    private void AppendPath(string attributes, IReadOnlyList<Point[]> lines, bool close)
    {
        _text.Append(attributes).Append(" d=\"");
        bool fine = lines.Sum(line => line.Length) <= MostFinePoints;
        foreach (Point[] line in lines)
        {
            (long x, long y) = (Rounded(line[0].X), Rounded(line[0].Y));
            _text.Append('M');
            ShortNumber.AppendHundredths(_text, x);
            _text.Append(' ');
            ShortNumber.AppendHundredths(_text, y);
            bool first = true;
            for (int i = 1; i < line.Length; i++)
            {
                (long nextX, long nextY) = (Rounded(line[i].X), Rounded(line[i].Y));
                if ((nextX, nextY) != (x, y))
                {
                    _text.Append(first ? 'l' : ' ');
                    ShortNumber.AppendHundredths(_text, nextX - x);
                    _text.Append(' ');
                    ShortNumber.AppendHundredths(_text, nextY - y);
                    (x, y, first) = (nextX, nextY, false);
                }
            }

            _text.Append(close ? "z" : first ? "h0" : "");
        }

        _text.Append("\"/>\n");

        long Rounded(double value) => fine ? ShortNumber.Hundredths(value) : 10 * ShortNumber.Hundredths(value / 10);
    }

    private string Inked(string attribute, Ink ink, double opacity)
    {
        _inks |= 1u << (int)ink;
        string transparent = opacity < 1 ? Attribute(attribute + "-opacity", opacity) : "";
        return $" class=\"{SvgText.Class(ink)}-{attribute[0]}\" {attribute}=\"{Palette.Colours(ink).Light}\"{transparent}";
    }

    private static string Place(TextMark text) => text.Upward
        ? $" transform=\"translate({ShortNumber.Text(text.Position.X)} {ShortNumber.Text(text.Position.Y)}) rotate(-90)\""
        : Attribute("x", text.Position.X) + Attribute("y", text.Position.Y);

    private static string Dashes(LineMark line) => DashPattern.Of(line.Dash, line.Width) is { Length: > 0 } pattern
        ? $" stroke-dasharray=\"{string.Join(' ', pattern.Select(ShortNumber.Text))}\""
        : " stroke-linecap=\"round\"";

    private int NumberOf(Box clip)
    {
        int known = _clips.IndexOf(clip);
        if (known < 0)
        {
            _clips.Add(clip);
        }

        return known < 0 ? _clips.Count - 1 : known;
    }

    private string ClipId(int number) => $"{drawing.Id}-clip{number}";

    private static string Attribute(string name, double value) => $" {name}=\"{ShortNumber.Text(value)}\"";
}
