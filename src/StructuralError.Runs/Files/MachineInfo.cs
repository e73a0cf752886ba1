using System.Runtime.InteropServices;
using System.Text.Json;

namespace StructuralError.Runs.Files;

/// <summary>Where a run took place.</summary>
public sealed record MachineInfo(string Host, string OperatingSystem, string Architecture, string Processor, int Processors, long MemoryBytes, string Runtime, int ProcessId)
{
    private const string LinuxProcessorFile = "/proc/cpuinfo";

    public static MachineInfo Current() => new(
        Environment.MachineName,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        ProcessorName(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.FrameworkDescription,
        Environment.ProcessId);

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("machine");
        writer.WriteString("host", Host);
        writer.WriteNumber("process", ProcessId);
        writer.WriteString("operating_system", OperatingSystem);
        writer.WriteString("architecture", Architecture);
        writer.WriteString("processor", Processor);
        writer.WriteNumber("processors", Processors);
        writer.WriteNumber("memory_bytes", MemoryBytes);
        writer.WriteString("runtime", Runtime);
        writer.WriteEndObject();
    }

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
