using System.Runtime.InteropServices;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Provenance;

/// <summary>The machine that the program runs on.</summary>
public static class ThisMachine
{
    private const string LinuxProcessorFile = "/proc/cpuinfo";

    public static MachineInfo Describe() => new(
        Environment.MachineName,
        Environment.ProcessId,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        ProcessorName(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.FrameworkDescription);

    private static string ProcessorName()
    {
        try
        {
            if (File.ReadLines(LinuxProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line)
            {
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The name is a courtesy; a run does not depend on it.
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
    }
}
