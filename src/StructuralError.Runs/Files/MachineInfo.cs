using System.Runtime.InteropServices;
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
    private const string LinuxProcessorFile = "/proc/cpuinfo";

    public static MachineInfo Current() => new(
        Environment.MachineName,
        Environment.ProcessId,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        ProcessorName(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.FrameworkDescription);

    /// <summary>As part of another document.</summary>
    public JsonNode? ToNode() => JsonSerializer.SerializeToNode(this, RunFilesJson.Strict.Type<MachineInfo>());

    private static string ProcessorName()
    {
        try
        {
            if (File.Exists(LinuxProcessorFile))
            {
                string? line = File.ReadLines(LinuxProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
                if (line is not null)
                {
                    return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The name is a courtesy; a run does not depend on it.
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
    }
}
