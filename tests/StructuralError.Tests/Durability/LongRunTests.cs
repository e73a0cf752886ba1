using System.Diagnostics;
using System.Globalization;
using StructuralError.Running;
using StructuralError.Tests.Engines;
using Xunit;
using Xunit.Abstractions;

namespace StructuralError.Tests.Durability;

/// <summary>A run of 50 epochs needs no more memory, descriptors and threads in the end than it did at its start.</summary>
[Collection(RunsAlone.Name)]
public sealed class LongRunTests(ITestOutputHelper output) : IDisposable
{
    // 600,000 steps, for seconds to look at them, and ten checkpoints: as many as a run of a minute has.
    private readonly TinyRun _tiny = new(60_000, 50, "--checkpoint-every", "60000", "--measure-every", "50");

    public void Dispose() => _tiny.Dispose();

    [LinuxFact]
    public async Task Run_FiftyEpochs_MemoryDescriptorsAndThreadsStandStill()
    {
        using Process process = _tiny.Start("run");
        Task<string> error = process.StandardError.ReadToEndAsync(), text = process.StandardOutput.ReadToEndAsync();
        List<(long Rows, long Resident, int Descriptors, int Threads)> seen = [];
        string steps = Path.Combine(_tiny.Path("run"), RunDirectory.StepsName), summary = Path.Combine(_tiny.Path("run"), RunDirectory.FiguresName);
        while (!process.HasExited && !Directory.Exists(summary))
        {
            if (File.Exists(steps) && Sample(process.Id) is { } sample)
            {
                seen.Add((new FileInfo(steps).Length, sample.Resident, sample.Descriptors, sample.Threads));
            }

            await Task.Delay(5);
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == ExitCodes.Success, await error);
        long length = new FileInfo(steps).Length;
        (long Rows, long Resident, int Descriptors, int Threads)[] late = [.. seen.Where(sample => sample.Rows > length / 10 && sample.Rows < length)];
        Assert.True(late.Length >= 10, FormattableString.Invariant($"{late.Length} samples only"));
        output.WriteLine(string.Join('\n', late.Select(sample => sample.ToString())));
        Assert.InRange(late.Max(sample => sample.Resident), 0, 1.05 * late[0].Resident);
        Assert.Single(late.Select(sample => sample.Threads).Distinct());

        // A checkpoint being written is one more for a moment.
        Assert.Equal(late.Take(late.Length / 2).Min(sample => sample.Descriptors), late.Skip(late.Length / 2).Min(sample => sample.Descriptors));
    }

    /// <summary>Null where the process has just ended.</summary>
    private static (long Resident, int Descriptors, int Threads)? Sample(int process)
    {
        string directory = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        try
        {
            string resident = File.ReadLines(Path.Combine(directory, "status")).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return (
                long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture),
                Directory.GetFiles(Path.Combine(directory, "fd")).Length,
                Directory.GetDirectories(Path.Combine(directory, "task")).Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A test that reads <c>/proc</c>.</summary>
    private sealed class LinuxFactAttribute : FactAttribute
    {
        public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "reads /proc, which only Linux has";
    }
}
