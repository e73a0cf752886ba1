using StructuralError.Reporting.Figures.Drawings;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>
/// Thins a line to the resolution of the picture without changing what is seen: of the points that follow one another within one pixel
/// column it keeps the first, the lowest, the highest and the last (the M4 aggregation of Jugel et al., VLDB 2014).
/// Every extreme survives; at most four points a column remain.
/// </summary>
internal static class MinMaxDecimator
{
    /// <param name="line">In pixels.</param>
    /// <param name="columnWidth">In pixels too.</param>
    public static Point[] Thin(ReadOnlySpan<Point> line, double columnWidth = 1)
    {
        List<Point> kept = [];
        int start = 0;
        while (start < line.Length)
        {
            double column = Math.Floor(line[start].X / columnWidth);
            int end = start, low = start, high = start;
            while (end + 1 < line.Length && Math.Floor(line[end + 1].X / columnWidth).Equals(column))
            {
                end++;
                low = line[end].Y < line[low].Y ? end : low;
                high = line[end].Y > line[high].Y ? end : high;
            }

            int previous = -1;
            foreach (int index in (ReadOnlySpan<int>)[start, Math.Min(low, high), Math.Max(low, high), end])
            {
                if (index > previous)
                {
                    kept.Add(line[index]);
                    previous = index;
                }
            }

            start = end + 1;
        }

        return [.. kept];
    }
}
