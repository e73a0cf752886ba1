using System.Text.RegularExpressions;

namespace StructuralError.Tests.Architecture;

/// <summary>The C# files under <c>src</c>, as text without comments.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, Comments().Replace(File.ReadAllText(Path.Combine(Root, path)), string.Empty))),
    ];

    private static string FindRoot()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "StructuralError.sln")))
            {
                return directory;
            }
        }

        throw new InvalidOperationException($"no directory above {AppContext.BaseDirectory} holds StructuralError.sln");
    }

    // A line comment begins at the start of a line or after a blank: "http://" stands in strings.
    [GeneratedRegex(@"(^|(?<=\s))//.*$|/\*.*?\*/", RegexOptions.Multiline)]
    private static partial Regex Comments();
}

/// <param name="Path">From the repository's root, with slashes.</param>
/// <param name="Code">Without comments.</param>
internal sealed partial record SourceFile(string Path, string Code)
{
    /// <summary><c>src/StructuralError.Core/Data</c>.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    /// <summary><c>StructuralError.Core</c>.</summary>
    public string Project => Path.Split('/')[1];

    public string? Namespace => NamespaceLine().Match(Code) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Namespaces that it names in <c>using</c> lines, static ones by the namespace of their type.</summary>
    public IEnumerable<string> Usings => UsingLine().Matches(Code).Select(match => match.Groups[2].Value);

    /// <summary>Types that it declares outside all others.</summary>
    public IEnumerable<string> Types => TypeLine().Matches(Code).Select(match => match.Groups[1].Value);

    public bool Mentions(string word) => Regex.IsMatch(Code, $@"\b{word}\b");

    /// <summary>Whether the word stands where a type does: not behind a point, and not as the name of a method or of something that is set.</summary>
    public bool UsesType(string type) => Regex.IsMatch(Texts().Replace(Code, string.Empty), $@"new {type}\b|(?<![.\w]){type}\b(?!\s*(\(|=[^=>]))");

    [GeneratedRegex("\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Texts();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (static )?(?:\w+ = )?([\w.]+)[;<]", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|unsafe|ref|file) )*(?:class|struct|interface|enum|record(?: struct| class)?|delegate [\w<>?\[\]., ]+?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
