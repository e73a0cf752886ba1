using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>
/// Thins a curve to the resolution of the picture without changing what is seen, gaps included. Of the points that follow one another within one pixel column
/// it keeps the first, the lowest, the highest and the last (the M4 aggregation of Jugel et al., VLDB 2014). Where gaps cut the curve into several pieces
/// within one column, pieces that touch are one, and each of the others keeps its own four points: what was empty stays empty.
/// </summary>
/// <param name="points">In pixels; NaN is a gap.</param>
/// <param name="columnWidth">In pixels too.</param>
/// <param name="columns">How many columns there are. The number of points kept is bounded by it.</param>
internal sealed class CurveThinner(Point[] points, double columnWidth, int columns)
{
    /// <summary>Nearer than that, two pieces of a line touch, and dots are a stripe.</summary>
    private const double LineGap = 0.5, DotGap = 1;

    /// <summary>With more stripes than that the gap between two of them is doubled, up to what no panel is high.</summary>
    private const double StripesPerColumn = 2, WidestGap = 1 << 16;

    private readonly List<Point[]> _lines = [];
    private List<Point> _open = [];

    /// <summary>Lines of two points or more; and the points that stand alone, as <see cref="DotStripes.Lines"/>.</summary>
    public (IReadOnlyList<Point[]> Lines, IReadOnlyList<Point[]> Lone) Thin()
    {
        List<Piece> pieces = [], lone = [];
        for (int start = 0, end; start < points.Length; start = end + 1)
        {
            end = start;
            while (end < points.Length && !double.IsNaN(points[end].X))
            {
                end++;
            }

            if (end - start == 1)
            {
                lone.Add(new Piece(start));
            }
            else
            {
                AddPieces(pieces, start, end);
            }
        }

        ForEachColumn(pieces, EnoughGap(pieces), AddLines);
        Close();
        return (_lines, Dots(lone));
    }

    /// <summary>The pieces of one unbroken line, one for each column that it passes.</summary>
    private void AddPieces(List<Piece> pieces, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            Piece piece = new(i) { Joins = i > start };
            for (double column = Column(i); i + 1 < end && Column(i + 1).Equals(column); i++)
            {
                piece = Merge(piece, new Piece(i + 1));
            }

            pieces.Add(piece);
        }
    }

    /// <summary>Hands on what is left of the pieces of each column once those that touch are one, in the order of the curve.</summary>
    private void ForEachColumn(List<Piece> pieces, double gap, Action<List<Piece>> take)
    {
        foreach (Range range in ColumnsOf(pieces))
        {
            List<Piece> column = pieces[range];
            Unite(column, gap);
            column.Sort((a, b) => a.First.CompareTo(b.First));
            take(column);
        }
    }

    /// <summary>The gap that separates pieces of lines: so wide that on average there is one in each column at most.</summary>
    private double EnoughGap(List<Piece> pieces)
    {
        List<double> gaps = [];
        foreach (Range range in ColumnsOf(pieces))
        {
            List<Piece> column = pieces[range];
            Unite(column, LineGap);
            for (int i = 1; i < column.Count; i++)
            {
                gaps.Add(points[column[i].Low].Y - points[column[i - 1].High].Y);
            }
        }

        gaps.Sort();
        return gaps.Count > columns ? gaps[^(columns + 1)] : LineGap;
    }

    private IReadOnlyList<Point[]> Dots(List<Piece> lone)
    {
        for (double gap = DotGap; ; gap *= 2)
        {
            DotStripes stripes = new();
            ForEachColumn(lone, gap, column => column.ForEach(dots => stripes.Add(points[dots.Low], points[dots.High], points[dots.First], points[dots.Last])));
            if (stripes.Count <= StripesPerColumn * columns || gap > WidestGap)
            {
                return stripes.Lines;
            }
        }
    }

    /// <summary>From pieces in any order to pieces from the lowest y up, none of them nearer to the next than the gap.</summary>
    private void Unite(List<Piece> column, double gap)
    {
        if (column.Count < 2)
        {
            return;
        }

        column.Sort((a, b) => points[a.Low].Y.CompareTo(points[b.Low].Y) is not 0 and var order ? order : a.First.CompareTo(b.First));
        int last = 0;
        for (int i = 1; i < column.Count; i++)
        {
            if (points[column[i].Low].Y - points[column[last].High].Y > gap)
            {
                column[++last] = column[i];
            }
            else
            {
                column[last] = Merge(column[last], column[i]);
            }
        }

        column.RemoveRange(last + 1, column.Count - last - 1);
    }

    /// <summary>The line that comes from the column before goes on to the next one only where the curve does.</summary>
    private void AddLines(List<Piece> column)
    {
        Close(!column[0].Joins);
        int end = column.Max(piece => piece.Last);
        foreach (Piece piece in column)
        {
            Point[] kept = Points(piece.First, Math.Min(piece.Low, piece.High), Math.Max(piece.Low, piece.High), piece.Last);
            if (piece.Joins || piece.Last == end)
            {
                _open.AddRange(kept);
                Close(piece.Last != end);
            }
            else
            {
                _lines.Add(kept);
            }
        }
    }

    private void Close(bool isOver = true)
    {
        if (isOver && _open.Count > 0)
        {
            _lines.Add([.. _open]);
            _open = [];
        }
    }

    private IEnumerable<Range> ColumnsOf(List<Piece> pieces)
    {
        for (int start = 0, end; start < pieces.Count; start = end)
        {
            double column = Column(pieces[start].First);
            end = start + 1;
            while (end < pieces.Count && Column(pieces[end].First).Equals(column))
            {
                end++;
            }

            yield return start..end;
        }
    }

    private Piece Merge(Piece a, Piece b)
    {
        (Piece first, Piece second) = a.First < b.First ? (a, b) : (b, a);
        return first with
        {
            Low = points[second.Low].Y < points[first.Low].Y ? second.Low : first.Low,
            High = points[second.High].Y > points[first.High].Y ? second.High : first.High,
            Last = Math.Max(first.Last, second.Last),
        };
    }

    private Point[] Points(params int[] indices) => [.. indices.Distinct().Select(index => points[index])];

    private double Column(int index) => Math.Floor(points[index].X / columnWidth);

    /// <summary>Points of one column, by their indices. Low is that of the smallest y.</summary>
    /// <param name="Joins">Whether the point before the first one, which is in another column, is on the same unbroken line.</param>
    private readonly record struct Piece(int First, int Low, int High, int Last, bool Joins)
    {
        public Piece(int index)
            : this(index, index, index, index, Joins: false)
        {
        }
    }
}
