namespace StructuralError.Running;

/// <summary>Finds what a user probably meant.</summary>
public static class NearestName
{
    /// <summary><c>; did you mean 'epochs'?</c>, or nothing where no name is near.</summary>
    public static string Phrase(string wrong, IEnumerable<string> names) =>
        Find(wrong, names) is { } name ? $"; did you mean '{name}'?" : string.Empty;

    /// <summary>The name with the smallest edit distance, at most a third of its length (two at least); null where none is so near.</summary>
    public static string? Find(string wrong, IEnumerable<string> names)
    {
        string normal = Normalize(wrong);
        string? best = null;
        int smallest = int.MaxValue;
        foreach (string name in names)
        {
            int distance = Distance(normal, Normalize(name));
            if (distance < smallest && distance <= Math.Max(Math.Min(2, name.Length - 1), name.Length / 3))
            {
                (best, smallest) = (name, distance);
            }
        }

        return best;
    }

    /// <summary>Levenshtein's edit distance: insertions, deletions and replacements; an exchange of two neighbours counts as one.</summary>
    public static int Distance(string a, string b)
    {
        // Optimal string alignment, the whole table: names are short.
        if (a.Length > 100 || b.Length > 100)
        {
            return int.MaxValue;
        }

        int[,] table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                table[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                        table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }

    private static string Normalize(string name) => name.TrimStart('-').Replace('-', '_').ToLowerInvariant();
}
