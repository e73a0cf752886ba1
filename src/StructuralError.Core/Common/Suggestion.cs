namespace StructuralError.Core.Common;

/// <summary>Words that offer what a user probably meant.</summary>
public static class Suggestion
{
    /// <summary>
    /// <c>; did you mean 'epochs'?</c>, or <paramref name="otherwise"/> where no name is near. Leading dashes, and dash or underscore, make no difference.
    /// </summary>
    public static string Phrase(string wrong, IEnumerable<string> names, string otherwise = "")
    {
        string[] all = [.. names];
        string? nearest = NearestName.Find(Normalize(wrong), all.Select(Normalize));
        return nearest is null ? otherwise : $"; did you mean '{all.First(name => Normalize(name) == nearest)}'?";
    }

    private static string Normalize(string name) => name.TrimStart('-').Replace('-', '_');
}
