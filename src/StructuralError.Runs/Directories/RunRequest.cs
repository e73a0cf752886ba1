using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>The run that somebody asks for, as far as it must be compared with one that is there.</summary>
/// <param name="IsSame">Whether the run that is there is the one asked for.</param>
/// <param name="Differences">Names of what differs from it; empty where it is nothing that has a name.</param>
public sealed record RunRequest(Predicate<RunManifest> IsSame, Func<RunManifest, IReadOnlyList<string>> Differences);
