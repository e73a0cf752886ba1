namespace StructuralError.Reporting.Html.Interaction;

/// <summary>Which points of a long curve the page is given.</summary>
internal static class PointThinning
{
    /// <summary>Curves of so many points keep them all.</summary>
    public const int MostPoints = 4000;

    private const int Pieces = 1000;

    /// <summary>
    /// Ascending indices: all of them, or of each of 1,000 equal pieces the first, the last and where each of the curves is lowest and highest, gaps left out.
    /// Every extreme survives, as in <see cref="Figures.Layout.CurveThinner"/>. Where most of what lies between two points is a gap, one of it is kept.
    /// </summary>
    /// <param name="isDrawn">Whether the values at an index can be drawn; others are gaps.</param>
    public static int[] Indices(int count, Func<int, bool> isDrawn, params IReadOnlyList<double>[] curves)
    {
        if (count <= MostPoints)
        {
            return [.. Enumerable.Range(0, count)];
        }

        SortedSet<int> kept = [];
        for (int piece = 0; piece < Pieces; piece++)
        {
            int start = (int)((long)count * piece / Pieces), end = (int)((long)count * (piece + 1) / Pieces);
            int[] drawn = [.. Enumerable.Range(start, end - start).Where(isDrawn)];
            if (drawn.Length > 0)
            {
                kept.Add(drawn[0]);
                kept.Add(drawn[^1]);
                kept.UnionWith(curves.SelectMany(curve => new[] { drawn.MinBy(i => curve[i]), drawn.MaxBy(i => curve[i]) }));
            }
        }

        return [.. WithGaps([.. kept], count, isDrawn)];
    }

    private static IEnumerable<int> WithGaps(int[] kept, int count, Func<int, bool> isDrawn)
    {
        int next = 0;
        foreach (int index in kept.Append(count))
        {
            int[] gaps = [.. Enumerable.Range(next, index - next).Where(i => !isDrawn(i))];
            if (2 * gaps.Length > index - next)
            {
                yield return gaps[0];
            }

            if (index < count)
            {
                yield return index;
            }

            next = index + 1;
        }
    }
}
