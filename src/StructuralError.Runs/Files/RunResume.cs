using System.Text.Json.Serialization;

namespace StructuralError.Runs.Files;

/// <summary>One continuation of an interrupted run.</summary>
/// <param name="Step">Steps that had been taken.</param>
public sealed record RunResume(long Step, [property: JsonConverter(typeof(MillisecondsConverter))] DateTimeOffset Time) : FileRecord
{
    /// <summary>What went on; null where a version wrote it that did not record this.</summary>
    public RunProcess? By { get; init; }
}
