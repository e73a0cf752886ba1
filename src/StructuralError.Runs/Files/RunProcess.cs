namespace StructuralError.Runs.Files;

/// <summary>What a process computed a part of a run with.</summary>
public sealed record RunProcess : FileRecord
{
    public EngineRecord? Engine { get; init; }

    /// <summary>Of the program.</summary>
    public string? Version { get; init; }

    public string? Commit { get; init; }

    /// <summary>Whether the sources differed from the commit.</summary>
    public bool? Dirty { get; init; }

    public string? Host { get; init; }

    /// <summary>The process that wrote a manifest.</summary>
    public static RunProcess Of(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new RunProcess
        {
            Engine = manifest.Engine,
            Version = manifest.Source?.Program,
            Commit = manifest.Source?.Commit,
            Dirty = manifest.Source?.Dirty,
            Host = manifest.Machine?.Host,
        };
    }

    /// <summary>In words: <c>cpu, f32, avx512, version 0.1.0, commit abc, on host</c>.</summary>
    public string Words => string.Join(", ", ((string?[])
    [
        Engine?.Device, Engine?.Precision, Engine?.InstructionSet, Labelled("version", Version), Labelled("commit", Commit),
        Dirty == true ? "changed" : null, Labelled("host", Host),
    ]).OfType<string>());

    private static string? Labelled(string label, string? value) => value is null ? null : $"{label} {value}";
}
