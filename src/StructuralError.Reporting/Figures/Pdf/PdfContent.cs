using System.Globalization;
using System.Text;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Typefaces;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;

namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>The operators that draw the page (ISO 32000-1, annex A), and the fonts and opacities they name.</summary>
internal sealed class PdfContent
{
    private readonly StringBuilder _text = new();
    private readonly List<double> _opacities = [];

    /// <param name="height">Of the page, in CSS pixels.</param>
    public PdfContent(double height)
    {
        // From here on as the drawing counts: in pixels from the upper left corner, y downwards.
        string scale = PdfWriter.PointsPerPixel.ToString(CultureInfo.InvariantCulture);
        _text.Append(CultureInfo.InvariantCulture, $"{scale} 0 0 -{scale} 0 {(height * PdfWriter.PointsPerPixel):0.####} cm\n1 j\n");
    }

    public string Text => _text.ToString();

    public PdfFonts Fonts { get; } = new();

    public IReadOnlyList<double> Opacities => _opacities;

    public static string OpacityName(int index) => "O" + index.ToString(CultureInfo.InvariantCulture);

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
                AppendLines(line);
                break;
            case AreaMark area when area.Outlines.Count > 0:
                Paint(area.Opacity, () =>
                {
                    Colour(area.Ink, "rg");
                    AppendPath(area.Outlines, close: true);
                    _text.Append("f\n");
                });
                break;
            case DotMark dots when dots.Centres.Count > 0:
                AppendDots(dots);
                break;
        }
    }

    private void AppendGroup(GroupMark group)
    {
        if (group.Clip is Box clip)
        {
            _text.Append("q\n");
            Numbers(clip.Left, clip.Top, clip.Width, clip.Height);
            _text.Append("re W n\n");
        }

        foreach (Mark child in group.Children)
        {
            Append(child);
        }

        _text.Append(group.Clip is null ? "" : "Q\n");
    }

    private void AppendLines(LineMark line) => Paint(line.Opacity, () =>
    {
        double[] pattern = DashPattern.Of(line.Dash, line.Width);
        Colour(line.Ink, "RG");
        Numbers(line.Width);
        _text.Append(pattern.Length == 0 ? "w 1 J [" : "w 0 J [");
        Numbers(pattern);
        _text.Append("] 0 d\n");
        AppendPath(line.Lines, close: false);
        _text.Append("S\n");
    });

    /// <summary>Points that fall on the one before are left out, unless the line has no others: it is a dot.</summary>
    private void AppendPath(IReadOnlyList<Point[]> lines, bool close)
    {
        foreach (Point[] line in lines)
        {
            (long X, long Y) last = Place(line[0]);
            Operator(last, " m\n");
            bool isDot = true;
            foreach (Point point in line)
            {
                (long X, long Y) place = Place(point);
                if (place != last)
                {
                    Operator(place, " l\n");
                    (last, isDot) = (place, false);
                }
            }

            if (isDot && !close)
            {
                Operator(last, " l\n");
            }

            _text.Append(close ? "h\n" : "");
        }
    }

    private static (long X, long Y) Place(Point point) => (ShortNumber.Hundredths(point.X), ShortNumber.Hundredths(point.Y));

    private void Operator((long X, long Y) place, string operation)
    {
        ShortNumber.AppendHundredths(_text, place.X);
        _text.Append(' ');
        ShortNumber.AppendHundredths(_text, place.Y);
        _text.Append(operation);
    }

    // A line of no length with round ends is a filled circle (8.5.3.2).
    private void AppendDots(DotMark dots) => Paint(dots.Opacity, () =>
    {
        Colour(dots.Ink, "RG");
        Numbers(2 * dots.Radius);
        _text.Append("w 1 J [] 0 d\n");
        foreach (Point centre in dots.Centres)
        {
            Numbers(centre.X, centre.Y);
            _text.Append("m ");
            Numbers(centre.X, centre.Y);
            _text.Append("l\n");
        }

        _text.Append("S\n");
    });

    private void AppendText(TextMark text)
    {
        IReadOnlyList<ushort> glyphs = Fonts.Show(text.Text, text.Bold);
        TrueTypeFont font = FigureFont.Of(text.Bold);
        double width = glyphs.Sum(font.Width) * text.Size / 1000;
        double before = text.Anchor switch { TextAnchor.Start => 0, TextAnchor.Middle => width / 2, _ => width };
        _text.Append("BT ");
        Colour(text.Ink, "rg");

        // Glyphs stand upright while y runs downwards, so the text's own matrix turns them over.
        if (text.Upward)
        {
            _text.Append("0 -1 -1 0 ");
            Numbers(text.Position.X, text.Position.Y + before);
        }
        else
        {
            _text.Append("1 0 0 -1 ");
            Numbers(text.Position.X - before, text.Position.Y);
        }

        _text.Append("Tm\n/").Append(PdfFonts.Name(text.Bold)).Append(' ');
        Numbers(text.Size);
        _text.Append("Tf <").AppendJoin("", glyphs.Select(glyph => glyph.ToString("X4", CultureInfo.InvariantCulture))).Append("> Tj\nET\n");
    }

    private void Paint(double opacity, Action paint)
    {
        if (opacity >= 1)
        {
            paint();
            return;
        }

        int index = _opacities.IndexOf(opacity);
        if (index < 0)
        {
            index = _opacities.Count;
            _opacities.Add(opacity);
        }

        _text.Append("q /").Append(OpacityName(index)).Append(" gs\n");
        paint();
        _text.Append("Q\n");
    }

    private void Colour(Ink ink, string operation)
    {
        string colour = Palette.Colours(ink).Light;
        for (int i = 1; i < colour.Length; i += 2)
        {
            double share = byte.Parse(colour.AsSpan(i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            _text.Append(CultureInfo.InvariantCulture, $"{share:0.###} ");
        }

        _text.Append(operation).Append(' ');
    }

    private void Numbers(params ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            ShortNumber.Append(_text, value);
            _text.Append(' ');
        }
    }
}
