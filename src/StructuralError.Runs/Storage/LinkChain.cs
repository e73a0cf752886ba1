namespace StructuralError.Runs.Storage;

/// <summary>Where links lead.</summary>
internal static class LinkChain
{
    private const int Longest = 40;

    /// <summary>The path at the end of a chain of links, which may not exist; the path itself where it is no link.</summary>
    /// <param name="isEnd">Where to stop before; null to go on as long as there are links.</param>
    /// <exception cref="IOException">The links form a circle.</exception>
    public static string End(string path, Func<string, bool>? isEnd = null)
    {
        string at = Path.GetFullPath(path);
        for (int links = 0; isEnd?.Invoke(at) != true && new FileInfo(at).LinkTarget is { } target; links++)
        {
            if (links == Longest)
            {
                throw new IOException($"'{path}' leads to a circle of links.");
            }

            at = Path.GetFullPath(target, Path.GetDirectoryName(at)!);
        }

        return at;
    }
}
