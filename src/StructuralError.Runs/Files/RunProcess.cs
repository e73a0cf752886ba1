using System.Text.Json.Serialization;

namespace StructuralError.Runs.Files;

/// <summary>What a process computed a part of a run with.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="Dirty">Whether the sources differed from the commit.</param>
public sealed record RunProcess(EngineRecord? Engine = null, string? Version = null, string? Commit = null, bool? Dirty = null, string? Host = null)
    : FileRecord
{
    /// <summary>In words: <c>cpu, f32, avx512, version 0.1.0, commit abc, on host</c>.</summary>
    public string Words => string.Join(", ", ((string?[])
    [
        Engine?.Device, Engine?.Precision, Engine?.InstructionSet, Labelled("version", Version), Labelled("commit", Commit),
        Dirty == true ? "changed" : null, Labelled("host", Host),
    ]).OfType<string>());

    /// <summary>The process that wrote a manifest.</summary>
    public static RunProcess Of(RunManifest manifest) =>
        new(manifest.Engine, manifest.Source?.Program, manifest.Source?.Commit, manifest.Source?.Dirty, manifest.Machine?.Host);

    private static string? Labelled(string label, string? value) => value is null ? null : $"{label} {value}";
}

/// <summary>One continuation of an interrupted run.</summary>
/// <param name="Step">Steps that had been taken.</param>
public sealed record RunResume(long Step, [property: JsonConverter(typeof(MillisecondsConverter))] DateTimeOffset Time) : FileRecord
{
    /// <summary>What went on; null where a version wrote it that did not record this.</summary>
    public RunProcess? By { get; init; }
}
