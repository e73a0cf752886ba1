using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;

namespace StructuralError.Runs.Files;

/// <summary>Where a run took place.</summary>
/// <param name="ProcessId">Of the process that ran it.</param>
public sealed record MachineInfo(
    string? Host,
    [property: JsonPropertyName("process")] int? ProcessId,
    string? OperatingSystem,
    string? Architecture,
    string? Processor,
    int? Processors,
    long? MemoryBytes,
    string? Runtime)
    : FileRecord
{
    /// <summary>As part of another document.</summary>
    public JsonNode? ToNode() => JsonSerializer.SerializeToNode(this, RunFilesJson.Strict.Type<MachineInfo>());
}
