using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>Dots that stand so close that they are stripes: along y within a column, along x where dots of neighbouring columns are at one height.</summary>
internal sealed class DotStripes
{
    /// <summary>In pixels: dots have a diameter of 4.8.</summary>
    private const double LargestDistance = 2, SameHeight = 0.25;

    private readonly List<(Point From, Point To)> _stripes = [];

    /// <summary>Which ones may go on along x.</summary>
    private readonly List<int> _open = [];

    public int Count => _stripes.Count;

    /// <summary>The ends of each stripe; a dot by itself is one point.</summary>
    public IReadOnlyList<Point[]> Lines => [.. _stripes.Select(stripe => stripe.From == stripe.To ? new[] { stripe.From } : [stripe.From, stripe.To])];

    /// <summary>Adds dots of one column that run from one height to another. Columns come in their order.</summary>
    public void Add(Point low, Point high, Point first, Point last)
    {
        if (high.Y - low.Y > SameHeight)
        {
            _stripes.Add((low, high));
            return;
        }

        _open.RemoveAll(i => Math.Abs(first.X - _stripes[i].To.X) > LargestDistance);
        int flat = _open.FindIndex(i => Math.Abs(_stripes[i].From.Y - low.Y) <= SameHeight && Math.Abs(_stripes[i].From.Y - high.Y) <= SameHeight);
        if (flat < 0)
        {
            _open.Add(_stripes.Count);
            _stripes.Add((first, last));
        }
        else
        {
            _stripes[_open[flat]] = (_stripes[_open[flat]].From, last);
        }
    }
}
