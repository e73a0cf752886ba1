namespace StructuralError.Reporting.Html.Interaction;

/// <summary>Which points of a long curve the page is given.</summary>
internal static class PointThinning
{
    /// <summary>Curves of so many points keep them all.</summary>
    public const int MostPoints = 4000;

    private const int Pieces = 1000;

    /// <summary>
    /// Ascending indices: all of them, or of each of 1,000 equal pieces the first, the last and where each of the curves is lowest and highest.
    /// Every extreme survives, as in <see cref="Figures.Layout.CurveThinner"/>.
    /// </summary>
    public static int[] Indices(int count, params IReadOnlyList<double>[] curves)
    {
        if (count <= MostPoints)
        {
            return [.. Enumerable.Range(0, count)];
        }

        SortedSet<int> kept = [];
        for (int piece = 0; piece < Pieces; piece++)
        {
            int start = (int)((long)count * piece / Pieces), end = (int)((long)count * (piece + 1) / Pieces);
            kept.Add(start);
            kept.Add(end - 1);
            foreach (IReadOnlyList<double> curve in curves)
            {
                int low = start, high = start;
                for (int i = start; i < end; i++)
                {
                    low = curve[i] < curve[low] || double.IsNaN(curve[low]) ? i : low;
                    high = curve[i] > curve[high] || double.IsNaN(curve[high]) ? i : high;
                }

                kept.Add(low);
                kept.Add(high);
            }
        }

        return [.. kept];
    }
}
