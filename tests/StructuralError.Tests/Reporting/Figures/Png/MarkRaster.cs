using System.Globalization;
using System.Numerics;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>What the marks of a drawing say of each pixel, by plain geometry: the mean of 4 × 4 samples. Text is left out.</summary>
internal sealed class MarkRaster
{
    private const int Samples = 4;

    // What a part must have changed in all (squares of components of 0 to 255), so that rounding does not decide how much of it is there.
    private const double LeastEnergy = 2000;

    private readonly double _scale;
    private readonly int _rowLength;
    private readonly Vector3[] _colours;

    // The colour below what was painted last, and what that was: a line, an outline or a dot. Part 0 is the paper.
    private readonly Vector3[] _below;
    private readonly int[] _painted;
    private readonly List<string> _parts = [];

    // How many strokes and outlines go through a pixel or right by it.
    private readonly int[] _passes;
    private readonly List<(int Sample, int Part)> _covered = [];
    private readonly bool[] _isCovered;
    private readonly Vector3[] _means;
    private readonly bool[] _isEven;

    public MarkRaster(Drawing drawing, double scale)
    {
        (Drawing, Scale) = (drawing, scale);
        (Width, Height) = ((int)Math.Round(drawing.Width * scale), (int)Math.Round(drawing.Height * scale));
        (_scale, _rowLength) = (Samples * scale, Samples * Width);
        int samples = _rowLength * Samples * Height, pixels = Width * Height;
        (_colours, _below, _painted, _isCovered) = (new Vector3[samples], new Vector3[samples], new int[samples], new bool[samples]);
        (_passes, _means, _isEven) = (new int[pixels], new Vector3[pixels], new bool[pixels]);
        Box everything = new(0, 0, drawing.Width, drawing.Height);
        foreach (Mark mark in drawing.Marks)
        {
            Draw(mark, everything);
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            (_means[pixel], _isEven[pixel]) = Look(pixel % Width, pixel / Width);
        }
    }

    public Drawing Drawing { get; }

    /// <summary>Pixels to a CSS pixel.</summary>
    public double Scale { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green and blue of a pixel, 0 to 255; and whether all its samples and those next to it agree, so that no edge is near.</summary>
    public (Vector3 Colour, bool IsEven) this[int pixel] => (_means[pixel], _isEven[pixel]);

    /// <summary>Whether several strokes or outlines go through a pixel or right by it.</summary>
    public bool IsCrowded(int pixel) => _passes[pixel] > 1;

    /// <summary>
    /// How much of each part a picture shows where nothing lies above it: 1 for all, 0 for nothing. With D what the part changes at a pixel and F what it
    /// changed in the picture, the share is Σ F·D / Σ D·D.
    /// </summary>
    /// <param name="found">The picture's pixels.</param>
    /// <param name="isText">Pixels that are passed over.</param>
    public IEnumerable<(string Part, double Share)> Shares(Func<int, Vector3> found, bool[] isText)
    {
        double[] products = new double[_parts.Count], squares = new double[_parts.Count];
        for (int pixel = 0; pixel < isText.Length; pixel++)
        {
            if (isText[pixel] || IsCrowded(pixel))
            {
                continue;
            }

            foreach (int part in PartsIn(pixel))
            {
                Vector3 without = Without(part, pixel), change = _means[pixel] - without;
                products[part] += Vector3.Dot(found(pixel) - without, change);
                squares[part] += Vector3.Dot(change, change);
            }
        }

        return Enumerable.Range(1, Math.Max(0, _parts.Count - 1)).Where(part => squares[part] > LeastEnergy)
            .Select(part => (_parts[part], products[part] / squares[part]));
    }

    private IEnumerable<int> PartsIn(int pixel)
    {
        int last = 0;
        List<int>? several = null;
        foreach (int sample in SamplesOf(pixel))
        {
            int part = _painted[sample];
            if (part != 0 && part != last && several?.Contains(part) != true)
            {
                (several ??= []).Add(part);
                last = part;
            }
        }

        return several ?? [];
    }

    /// <summary>The pixel's colour without what a part has painted last.</summary>
    private Vector3 Without(int part, int pixel)
    {
        Vector3 sum = Vector3.Zero;
        foreach (int sample in SamplesOf(pixel))
        {
            sum += _painted[sample] == part ? _below[sample] : _colours[sample];
        }

        return sum / (Samples * Samples);
    }

    private SampleRange SamplesOf(int pixel) => new((pixel / Width * Samples * _rowLength) + (pixel % Width * Samples), _rowLength);

    private (Vector3 Mean, bool IsEven) Look(int x, int y)
    {
        Vector3 sum = Vector3.Zero, first = _colours[(Samples * y * _rowLength) + (Samples * x)];
        bool isEven = true;
        for (int row = -1; row <= Samples; row++)
        {
            int start = Math.Clamp((Samples * y) + row, 0, (Samples * Height) - 1) * _rowLength;
            for (int column = -1; column <= Samples; column++)
            {
                Vector3 sample = _colours[start + Math.Clamp((Samples * x) + column, 0, _rowLength - 1)];
                isEven &= sample == first;
                sum += row is >= 0 and < Samples && column is >= 0 and < Samples ? sample : Vector3.Zero;
            }
        }

        return (sum / (Samples * Samples), isEven);
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
                    _parts.Add($"{line.Ink} {line.Dash} line from {points[0]}");
                    CoverLine(points, line.Width / 2, DashPattern.Of(line.Dash, line.Width), clip);
                }

                Paint(line.Ink, line.Opacity);
                break;
            case AreaMark area:
                foreach (Point[] outline in area.Outlines)
                {
                    _parts.Add($"{area.Ink} area from {outline[0]}");
                    CoverArea(outline, clip);
                }

                Paint(area.Ink, area.Opacity);
                break;
            case DotMark dots:
                foreach (Point centre in dots.Centres)
                {
                    _parts.Add($"{dots.Ink} dot at {centre}");
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
        (Point, Point)[] pieces = points.Length == 1 ? [(points[0], points[0])] : [.. points.Zip(points.Skip(1))];
        foreach ((Point a, Point b) in pieces)
        {
            Pass(a, b, radius);
        }

        if (pattern.Length == 0)
        {
            foreach ((Point a, Point b) in pieces)
            {
                Cover(a, b, radius, isRound: true, clip);
            }

            return;
        }

        (int part, double left) = (0, pattern[0]);
        foreach ((Point a, Point b) in pieces)
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
        ForEachSample(box, clip, point =>
        {
            double along = length == 0 ? 0 : (((point.X - a.X) * (b.X - a.X)) + ((point.Y - a.Y) * (b.Y - a.Y))) / length;
            return (isRound || (along >= 0 && along <= length)) && Distance(Nearest(a, b, length, along), point) <= radius;
        });
    }

    // Whatever a ray to the left crosses an odd number of times. Outlines of bands do not cross themselves.
    private void CoverArea(Point[] outline, Box clip)
    {
        (Point First, Point Second)[] edges = [.. outline.Zip([.. outline.Skip(1), outline[0]])];
        foreach ((Point a, Point b) in edges)
        {
            Pass(a, b, 0);
        }

        double top = outline.Min(point => point.Y), bottom = outline.Max(point => point.Y);
        for (int row = Math.Max(0, (int)(top * _scale)); row < Math.Min(Samples * Height, (bottom * _scale) + 1); row++)
        {
            double y = (row + 0.5) / _scale;
            double[] crossings =
            [
                .. edges.Where(edge => edge.First.Y <= y != edge.Second.Y <= y)
                    .Select(edge => Between(edge.First, edge.Second, (y - edge.First.Y) / (edge.Second.Y - edge.First.Y)).X).Order(),
            ];
            for (int i = 0; i + 1 < crossings.Length; i += 2)
            {
                ForEachSample(new Box(crossings[i], y, crossings[i + 1] - crossings[i], 0), clip, point => point.X >= crossings[i] && point.X <= crossings[i + 1]);
            }
        }
    }

    /// <summary>Counts a stroke or an edge in every pixel that it may colour.</summary>
    private void Pass(Point a, Point b, double radius)
    {
        double reach = radius + (1 / Scale), length = Distance(a, b);
        int left = Math.Max(0, (int)((Math.Min(a.X, b.X) - reach) * Scale)), right = Math.Min(Width - 1, (int)((Math.Max(a.X, b.X) + reach) * Scale));
        int top = Math.Max(0, (int)((Math.Min(a.Y, b.Y) - reach) * Scale)), bottom = Math.Min(Height - 1, (int)((Math.Max(a.Y, b.Y) + reach) * Scale));
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                Point point = new((x + 0.5) / Scale, (y + 0.5) / Scale);
                double along = length == 0 ? 0 : (((point.X - a.X) * (b.X - a.X)) + ((point.Y - a.Y) * (b.Y - a.Y))) / length;
                _passes[(y * Width) + x] += Distance(Nearest(a, b, length, along), point) <= reach ? 1 : 0;
            }
        }
    }

    private void ForEachSample(Box box, Box clip, Func<Point, bool> isIn)
    {
        int left = Math.Max(0, (int)(box.Left * _scale)), right = Math.Min(_rowLength - 1, (int)(box.Right * _scale));
        int top = Math.Max(0, (int)(box.Top * _scale)), bottom = Math.Min((Samples * Height) - 1, (int)(box.Bottom * _scale));
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                Point point = new((x + 0.5) / _scale, (y + 0.5) / _scale);
                int index = (y * _rowLength) + x;
                if (!_isCovered[index] && clip.Contains(point) && isIn(point))
                {
                    _isCovered[index] = true;
                    _covered.Add((index, _parts.Count - 1));
                }
            }
        }
    }

    private void Paint(Ink ink, double opacity)
    {
        string colour = Palette.Colours(ink).Light;
        Vector3 paint = new(Component(1), Component(3), Component(5));
        foreach ((int sample, int part) in _covered)
        {
            _below[sample] = _colours[sample];
            _colours[sample] += (float)opacity * (paint - _colours[sample]);
            _painted[sample] = part;
            _isCovered[sample] = false;
        }

        _covered.Clear();

        float Component(int at) => byte.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static Point Nearest(Point a, Point b, double length, double along) => length == 0 ? a : Between(a, b, Math.Clamp(along / length, 0, 1));

    private static double Distance(Point a, Point b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private static Point Between(Point a, Point b, double share) => new(a.X + (share * (b.X - a.X)), a.Y + (share * (b.Y - a.Y)));

    /// <summary>The samples of one pixel, row by row.</summary>
    private readonly struct SampleRange(int first, int rowLength)
    {
        public Enumerator GetEnumerator() => new(first, rowLength);

        public struct Enumerator(int first, int rowLength)
        {
            private int _next = -1;

            public readonly int Current => first + (_next / Samples * rowLength) + (_next % Samples);

            public bool MoveNext() => ++_next < Samples * Samples;
        }
    }
}
