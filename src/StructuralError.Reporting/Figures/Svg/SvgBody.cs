using System.Text;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Svg;

/// <summary>The drawn part of the file, one element a mark, and what the head of the file must define for it.</summary>
internal sealed class SvgBody(Drawing drawing)
{
    private readonly StringBuilder _text = new();
    private readonly SortedSet<Ink> _inks = [];
    private readonly List<(Box Clip, string Id)> _clips = [];

    public string Text => _text.ToString();

    public IReadOnlyCollection<Ink> Inks => _inks;

    public IReadOnlyList<(Box Clip, string Id)> Clips => _clips;

    public void Append(Mark mark)
    {
        switch (mark)
        {
            case GroupMark group:
                AppendGroup(group);
                break;
            case TextMark text:
                AppendText(text);
                break;
            case LineMark line when line.Lines.Count > 0:
                _text.Append("<path fill=\"none\"");
                AppendInk("stroke", 's', line.Ink, line.Opacity);
                Attribute("stroke-width", line.Width);
                AppendDash(line);
                _text.Append(" stroke-linejoin=\"round\" d=\"");
                SvgPath.Append(_text, line.Lines, close: false);
                _text.Append("\"/>\n");
                break;
            case AreaMark area when area.Outlines.Count > 0:
                _text.Append("<path");
                AppendInk("fill", 'f', area.Ink, area.Opacity);
                _text.Append(" d=\"");
                SvgPath.Append(_text, area.Outlines, close: true);
                _text.Append("\"/>\n");
                break;
            case DotMark dots:
                foreach (Point centre in dots.Centres)
                {
                    _text.Append("<circle");
                    AppendInk("fill", 'f', dots.Ink, dots.Opacity);
                    Attribute("cx", centre.X);
                    Attribute("cy", centre.Y);
                    Attribute("r", dots.Radius);
                    _text.Append("/>\n");
                }

                break;
            default:
                break;
        }
    }

    private void AppendGroup(GroupMark group)
    {
        _text.Append("<g class=\"se-").Append(group.Kind).Append('"');
        if (group.Key is not null)
        {
            _text.Append(" data-key=\"").Append(SvgText.Escape(group.Key)).Append('"');
        }

        if (group.Clip is Box clip)
        {
            _text.Append(" clip-path=\"url(#").Append(ClipId(clip)).Append(")\"");
        }

        _text.Append(">\n");
        foreach (Mark child in group.Children)
        {
            Append(child);
        }

        _text.Append("</g>\n");
    }

    private void AppendText(TextMark text)
    {
        _text.Append("<text");
        AppendInk("fill", 'f', text.Ink, 1);
        Attribute("font-size", text.Size);
        _text.Append(text.Bold ? " font-weight=\"bold\"" : "");
        _text.Append(text.Anchor switch { TextAnchor.Middle => " text-anchor=\"middle\"", TextAnchor.End => " text-anchor=\"end\"", _ => "" });
        if (text.Upward)
        {
            _text.Append(" transform=\"translate(");
            ShortNumber.Append(_text, text.Position.X);
            _text.Append(' ');
            ShortNumber.Append(_text, text.Position.Y);
            _text.Append(") rotate(-90)\"");
        }
        else
        {
            Attribute("x", text.Position.X);
            Attribute("y", text.Position.Y);
        }

        _text.Append('>').Append(SvgText.Escape(text.Text)).Append("</text>\n");
    }

    private void AppendInk(string attribute, char suffix, Ink ink, double opacity)
    {
        _inks.Add(ink);
        _text.Append(" class=\"").Append(SvgText.Class(ink)).Append('-').Append(suffix).Append('"');
        _text.Append(' ').Append(attribute).Append("=\"").Append(Palette.Colours(ink).Light).Append('"');
        if (opacity < 1)
        {
            Attribute(attribute + "-opacity", opacity);
        }
    }

    private void AppendDash(LineMark line)
    {
        double[] pattern = DashPattern.Of(line.Dash, line.Width);
        if (pattern.Length == 0)
        {
            _text.Append(" stroke-linecap=\"round\"");
            return;
        }

        _text.Append(" stroke-dasharray=\"");
        for (int i = 0; i < pattern.Length; i++)
        {
            _text.Append(i > 0 ? " " : "");
            ShortNumber.Append(_text, pattern[i]);
        }

        _text.Append('"');
    }

    private string ClipId(Box clip)
    {
        foreach ((Box known, string name) in _clips)
        {
            if (known == clip)
            {
                return name;
            }
        }

        string id = $"{drawing.Id}-clip{_clips.Count}";
        _clips.Add((clip, id));
        return id;
    }

    private void Attribute(string name, double value)
    {
        _text.Append(' ').Append(name).Append("=\"");
        ShortNumber.Append(_text, value);
        _text.Append('"');
    }
}
