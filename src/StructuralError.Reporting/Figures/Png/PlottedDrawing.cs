using ScottPlot;
using SkiaSharp;
using StructuralError.Reporting.Figures.Drawings;
using Box = StructuralError.Reporting.Figures.Drawings.Box;
using Canvas = ScottPlot.Drawing;
using Drawing = StructuralError.Reporting.Figures.Drawings.Drawing;
using Palette = StructuralError.Reporting.Figures.Svg.Palette;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>
/// A laid out figure as one thing that ScottPlot plots, with ScottPlot's own lines, fills and labels. Its axes, legend and grid are not used: they know no
/// dashes in multiples of the width, legends above panels, notes or minus signs, and a second layout would make the PNG another picture than the SVG
/// and the PDF.
/// </summary>
internal sealed class PlottedDrawing(Drawing drawing) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => LegendItem.None;

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    /// <param name="rp">The canvas is scaled to CSS pixels from the upper left corner, as the drawing counts.</param>
    public void Render(RenderPack rp)
    {
        foreach (Mark mark in drawing.Marks)
        {
            Draw(mark, rp);
        }
    }

    private static void Draw(Mark mark, RenderPack pack)
    {
        // A new one for each: what one style sets, as a dash pattern, another does not reset.
        using Paint paint = Paint.NewDisposablePaint();
        switch (mark)
        {
            case GroupMark group:
                DrawGroup(group, pack);
                break;
            case TextMark text:
                DrawText(text, pack, paint);
                break;
            case LineMark line when line.Lines.Count > 0:
                using (SKPath path = Path(line.Lines, close: false))
                {
                    Canvas.DrawPath(pack.Canvas, paint, path, Style(line));
                }

                break;
            case AreaMark area when area.Outlines.Count > 0:
                using (SKPath path = Path(area.Outlines, close: true))
                {
                    Canvas.FillPath(pack.Canvas, paint, path, new FillStyle(Colour(area.Ink, area.Opacity)));
                }

                break;
            case DotMark dots:
                foreach (Point centre in dots.Centres)
                {
                    Canvas.FillCircle(pack.Canvas, Place(centre), (float)dots.Radius, new FillStyle(Colour(dots.Ink, dots.Opacity)), paint);
                }

                break;
        }
    }

    private static void DrawGroup(GroupMark group, RenderPack pack)
    {
        if (group.Clip is Box clip)
        {
            pack.CanvasState.Save();
            pack.CanvasState.Clip(new PixelRect((float)clip.Left, (float)clip.Right, (float)clip.Bottom, (float)clip.Top));
        }

        foreach (Mark child in group.Children)
        {
            Draw(child, pack);
        }

        if (group.Clip is not null)
        {
            pack.CanvasState.Restore();
        }
    }

    private static void DrawText(TextMark text, RenderPack pack, Paint paint)
    {
        LabelStyle style = new() { FontName = EmbeddedFont.Name, Bold = text.Bold, FontSize = (float)text.Size, ForeColor = Colour(text.Ink, 1) };
        style.ApplyToPaint(paint);

        // Otherwise each glyph is as wide as whole pixels, and a text wider or narrower than the layout counts with: by 5 % at 96 pixels to an inch.
        (paint.SKFont.Subpixel, paint.SKFont.LinearMetrics, paint.SKFont.Hinting) = (true, true, SKFontHinting.None);
        paint.TextAlign = text.Anchor switch
        {
            TextAnchor.Start => HorizontalAlignment.Left,
            TextAnchor.Middle => HorizontalAlignment.Center,
            _ => HorizontalAlignment.Right,
        };

        // Not by the label itself: it has no alignment to a baseline.
        pack.CanvasState.Save();
        pack.CanvasState.Translate(Place(text.Position));
        pack.CanvasState.RotateDegrees(text.Upward ? -90 : 0);
        Canvas.DrawText(pack.Canvas, EmbeddedFont.Drawable(text.Text, text.Bold), new Pixel(0, 0), paint);
        pack.CanvasState.Restore();
    }

    private static LineStyle Style(LineMark line)
    {
        float[] pattern = [.. DashPattern.Of(line.Dash, line.Width).Select(length => (float)length)];
        return new LineStyle((float)line.Width, Colour(line.Ink, line.Opacity))
        {
            Pattern = pattern.Length == 0 ? LinePattern.Solid : new LinePattern(pattern, 0, line.Dash.ToString()),
            StrokeCap = pattern.Length == 0 ? SKStrokeCap.Round : SKStrokeCap.Butt,
            StrokeJoin = SKStrokeJoin.Round,
        };
    }

    private static SKPath Path(IReadOnlyList<Point[]> lines, bool close)
    {
        SKPath path = new();
        foreach (Point[] line in lines)
        {
            path.AddPoly([.. line.Select(point => Place(point).ToSKPoint())], close);
            if (line.Length == 1)
            {
                // A line of no length, which its round ends make a dot.
                path.LineTo(Place(line[0]).ToSKPoint());
            }
        }

        return path;
    }

    private static Pixel Place(Point point) => new((float)point.X, (float)point.Y);

    private static Color Colour(Model.Ink ink, double opacity) => Color.FromHex(Palette.Colours(ink).Light).WithOpacity(opacity);
}
