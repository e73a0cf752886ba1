namespace StructuralError.Core.Common;

/// <summary>Words that offer what a user probably meant.</summary>
public static class Suggestion
{
    // Longer words are no slips of the finger, and the comparison takes quadratic time.
    private const int LongestName = 64;

    /// <summary>
    /// <c>; did you mean 'epochs'?</c>, or <paramref name="otherwise"/> where no name is near. Leading dashes, and dash or underscore, make no difference.
    /// </summary>
    public static string Phrase(string wrong, IEnumerable<string> names, string otherwise = "")
    {
        string[] all = [.. names];
        string? nearest = Nearest(Normalize(wrong), all.Select(Normalize));
        return nearest is null ? otherwise : $"; did you mean '{all.First(name => Normalize(name) == nearest)}'?";
    }

    /// <summary>
    /// The candidate that the fewest edits turn <paramref name="name"/> into, or null where none is near (a third of the letters, at least two edits).
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        // An edit of every letter is no likeness: "ab" is not near "cd".
        int limit = Math.Min(Math.Max(2, name.Length / 3), name.Length - 1);
        return candidates
            .Where(candidate => candidate.Length <= LongestName)
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.Distance <= limit)
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault().Name;
    }

    // Edits: insert, delete, replace a letter, swap two neighbours (optimal string alignment).
    private static int Distance(string a, string b)
    {
        int[,] distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                int replace = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(replace, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[a.Length, b.Length];
    }

    private static string Normalize(string name) => name.TrimStart('-').Replace('-', '_');
}
