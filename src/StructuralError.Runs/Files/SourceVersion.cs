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

    public static string ProgramVersion { get; } =
        typeof(SourceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>What differs; null for a clean clone, and where git could not say in time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public SourceDiff? Diff { get; init; }

    /// <summary>
    /// Files and directories there that git neither tracks nor ignores, up to <see cref="MostUntracked"/> of them: a new source file stands in no
    /// difference. Null for none.
    /// </summary>
    public IReadOnlyList<string>? Untracked { get; init; }
}
