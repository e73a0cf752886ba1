using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;

namespace StructuralError.Runs.Files;

/// <summary>Which program a run was made with.</summary>
/// <param name="Program">Version of the assembly, with the commit it was built from where that is known.</param>
/// <param name="Commit">Commit of the repository the program stands in; null without git or outside a clone.</param>
/// <param name="Dirty">Whether tracked files there differ from the commit; null where it is not known.</param>
public sealed record SourceVersion(
    [property: JsonPropertyName("version")] string? Program,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Commit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool? Dirty)
    : FileRecord
{
    public const int MostUntracked = 100;

    private const string RepositoryMark = "StructuralError.sln";
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(2);

    // Without locks: the git of a run that starts beside others must not keep theirs, or the user's, from working.
    private static readonly string[] AskStatus = ["--no-optional-locks", "status", "--porcelain=v2", "--branch", "--untracked-files=normal"];

    public static string ProgramVersion { get; } =
        typeof(SourceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>What differs; null for a clean clone, and where git could not say in time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public SourceDiff? Diff { get; init; }

    /// <summary>
    /// Files and directories there that git neither tracks nor ignores, up to <see cref="MostUntracked"/> of them: a new source file stands in no
    /// difference. Null for none.
    /// </summary>
    public ImmutableArray<string>? Untracked { get; init; }

    /// <summary>
    /// Asks git, where there is one and the program stands in a clone of its own repository: for the state, and only where files differ for the
    /// difference. Never fails; takes no longer than its patience, and what is not known by then stays open.
    /// </summary>
    /// <param name="directory">Where to start looking upwards for the repository.</param>
    /// <param name="patience">Null for two seconds.</param>
    public static async Task<SourceVersion> FindAsync(string directory, TimeSpan? patience = null)
    {
        var unknown = new SourceVersion(ProgramVersion, null, null);
        string? root = directory;
        while (root is not null && !File.Exists(Path.Combine(root, RepositoryMark)))
        {
            root = Path.GetDirectoryName(root);
        }

        if (root is null)
        {
            return unknown;
        }

        using var end = new CancellationTokenSource(patience ?? DefaultPatience);
        string? status = await GitCommand.RunAsync(root, AskStatus, GitCommand.ReadTextAsync, end.Token).ConfigureAwait(false);
        if (status is null)
        {
            return unknown;
        }

        SourceVersion version = Parse(status, unknown);
        return version.Dirty == true
            ? version with { Diff = await GitCommand.RunAsync(root, SourceDiff.Question, SourceDiff.ReadAsync, end.Token).ConfigureAwait(false) }
            : version;
    }

    private static SourceVersion Parse(string status, SourceVersion unknown)
    {
        const string CommitMark = "# branch.oid ", UntrackedMark = "? ";
        string[] lines = status.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ImmutableArray<string> untracked =
            [.. lines.Where(line => line.StartsWith(UntrackedMark, StringComparison.Ordinal)).Take(MostUntracked).Select(line => line[UntrackedMark.Length..])];
        string? commit = lines.FirstOrDefault(line => line.StartsWith(CommitMark, StringComparison.Ordinal))?[CommitMark.Length..].Trim();
        return unknown with
        {
            Commit = commit,
            Dirty = lines.Any(line => line[0] is not ('#' or '?')),
            Untracked = untracked.IsEmpty ? null : untracked,
        };
    }
}
