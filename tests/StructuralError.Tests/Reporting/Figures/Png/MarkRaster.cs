using System.Globalization;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>What the marks of a drawing say of each pixel, by plain geometry: the mean of 4 × 4 samples. Text is left out.</summary>
internal sealed class MarkRaster
{
    private const int Samples = 4;

    private readonly double _scale;
    private readonly (int Width, int Height) _size, _samples;
    private readonly float[] _colours;
    private readonly bool[] _isCovered;
    private readonly List<int> _covered = [];

    public MarkRaster(Drawing drawing, double scale)
    {
        _size = ((int)Math.Round(drawing.Width * scale), (int)Math.Round(drawing.Height * scale));
        (_scale, _samples) = (Samples * scale, (Samples * _size.Width, Samples * _size.Height));
        (_colours, _isCovered) = (new float[3 * _samples.Width * _samples.Height], new bool[_samples.Width * _samples.Height]);
        Box everything = new(0, 0, drawing.Width, drawing.Height);
        foreach (Mark mark in drawing.Marks)
        {
            Draw(mark, everything);
        }
    }

    public Picture ToPicture()
    {
        byte[] colours = new byte[3 * _size.Width * _size.Height];
        for (int i = 0; i < colours.Length; i++)
        {
            int left = Samples * (i / 3 % _size.Width), top = Samples * (i / (3 * _size.Width));
            float sum = 0;
            for (int sample = 0; sample < Samples * Samples; sample++)
            {
                sum += _colours[(3 * (((top + (sample / Samples)) * _samples.Width) + left + (sample % Samples))) + (i % 3)];
            }

            colours[i] = (byte)Math.Round(sum / (Samples * Samples));
        }

        return new Picture(_size.Width, _size.Height, colours);
    }

    private void Draw(Mark mark, Box clip)
    {
        switch (mark)
        {
            case GroupMark group:
                foreach (Mark child in group.Children)
                {
                    Draw(child, group.Clip ?? clip);
                }

                break;
            case LineMark line:
                foreach (Point[] points in line.Lines)
                {
                    CoverLine(points, line.Width / 2, DashPattern.Of(line.Dash, line.Width), clip);
                }

                Paint(line.Ink, line.Opacity);
                break;
            case AreaMark area:
                area.Outlines.ToList().ForEach(outline => CoverArea(outline, clip));
                Paint(area.Ink, area.Opacity);
                break;
            case DotMark dots:
                foreach (Point centre in dots.Centres)
                {
                    CoverLine([centre], dots.Radius, [], clip);
                    Paint(dots.Ink, dots.Opacity);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Round ends and joins; where there is a dash pattern, ends are butt.</summary>
    private void CoverLine(Point[] points, double radius, double[] pattern, Box clip)
    {
        if (pattern.Length == 0)
        {
            foreach ((Point a, Point b) in points.Length == 1 ? [(points[0], points[0])] : points.Zip(points.Skip(1)))
            {
                Cover(a, b, radius, isRound: true, clip);
            }

            return;
        }

        (int part, double left) = (0, pattern[0]);
        foreach ((Point a, Point b) in points.Zip(points.Skip(1)))
        {
            double length = Distance(a, b);
            for (double at = 0, next; at < length; at = next)
            {
                next = Math.Min(length, at + left);
                if (part % 2 == 0)
                {
                    Cover(Between(a, b, at / length), Between(a, b, next / length), radius, isRound: false, clip);
                }

                left -= next - at;
                if (left <= 1e-12)
                {
                    part = (part + 1) % pattern.Length;
                    left = pattern[part];
                }
                else if (part % 2 == 0 && b != points[^1])
                {
                    // The stroke goes on round the corner.
                    Cover(b, b, radius, isRound: true, clip);
                }
            }
        }
    }

    private void Cover(Point a, Point b, double radius, bool isRound, Box clip)
    {
        double length = Distance(a, b);
        Box box = new Box(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y)).Grow(radius);
        ForEachPixel(box, clip, point =>
        {
            double along = length == 0 ? 0 : (((point.X - a.X) * (b.X - a.X)) + ((point.Y - a.Y) * (b.Y - a.Y))) / length;
            if (!isRound && (along < 0 || along > length))
            {
                return false;
            }

            Point nearest = length == 0 ? a : Between(a, b, Math.Clamp(along / length, 0, 1));
            return Distance(nearest, point) <= radius;
        });
    }

    // Whatever a ray to the left crosses an odd number of times. Outlines of bands do not cross themselves.
    private void CoverArea(Point[] outline, Box clip)
    {
        double top = outline.Min(point => point.Y), bottom = outline.Max(point => point.Y);
        for (int row = Math.Max(0, (int)(top * _scale)); row < Math.Min(_samples.Height, (bottom * _scale) + 1); row++)
        {
            double y = (row + 0.5) / _scale;
            double[] crossings =
            [
                .. outline.Zip([.. outline.Skip(1), outline[0]]).Where(edge => edge.First.Y <= y != edge.Second.Y <= y)
                    .Select(edge => Between(edge.First, edge.Second, (y - edge.First.Y) / (edge.Second.Y - edge.First.Y)).X).Order(),
            ];
            for (int i = 0; i + 1 < crossings.Length; i += 2)
            {
                ForEachPixel(new Box(crossings[i], y, crossings[i + 1] - crossings[i], 0), clip, point => point.X >= crossings[i] && point.X <= crossings[i + 1]);
            }
        }
    }

    private void ForEachPixel(Box box, Box clip, Func<Point, bool> isIn)
    {
        int left = Math.Max(0, (int)(box.Left * _scale)), right = Math.Min(_samples.Width - 1, (int)(box.Right * _scale));
        int top = Math.Max(0, (int)(box.Top * _scale)), bottom = Math.Min(_samples.Height - 1, (int)(box.Bottom * _scale));
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                Point point = new((x + 0.5) / _scale, (y + 0.5) / _scale);
                int index = (y * _samples.Width) + x;
                if (!_isCovered[index] && clip.Contains(point) && isIn(point))
                {
                    _isCovered[index] = true;
                    _covered.Add(index);
                }
            }
        }
    }

    private void Paint(Ink ink, double opacity)
    {
        string colour = Palette.Colours(ink).Light;
        float[] values = [.. Enumerable.Range(0, 3).Select(i => (float)byte.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        foreach (int index in _covered)
        {
            for (int i = 0; i < 3; i++)
            {
                ref float old = ref _colours[(3 * index) + i];
                old += (float)opacity * (values[i] - old);
            }

            _isCovered[index] = false;
        }

        _covered.Clear();
    }

    private static double Distance(Point a, Point b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private static Point Between(Point a, Point b, double share) => new(a.X + (share * (b.X - a.X)), a.Y + (share * (b.Y - a.Y)));
}
