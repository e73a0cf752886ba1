
namespace StructuralError.Runs.Files;

/// <summary>The data of a run.</summary>
public sealed record DatasetRecord : FileRecord
{
    /// <summary>The real name, never <c>auto</c>.</summary>
    public string? Name { get; init; }

    public string? Source { get; init; }

    public long? TrainSamples { get; init; }

    public long? TestSamples { get; init; }

    /// <summary>SHA-256 by name of each data file.</summary>
    public OrderedDictionary<string, string>? Sha256 { get; init; }

    /// <summary>What is unusual about the data, as the run was warned; null for nothing.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
