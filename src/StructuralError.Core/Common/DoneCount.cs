namespace StructuralError.Core.Common;

/// <summary>How many of something are done.</summary>
/// <param name="Total">Null where it is not known yet.</param>
public readonly record struct DoneCount(int Done, int? Total);

/// <summary>Counts what is looked at.</summary>
public static class CountedItems
{
    /// <summary>The same items; after each is told how many there were, and after the last one that it was the last.</summary>
    public static IEnumerable<T> CountedBy<T>(this IEnumerable<T> items, IProgress<DoneCount> progress)
    {
        int done = 0;
        foreach (T item in items)
        {
            yield return item;
            progress.Report(new DoneCount(++done, null));
        }

        progress.Report(new DoneCount(done, done));
    }
}
