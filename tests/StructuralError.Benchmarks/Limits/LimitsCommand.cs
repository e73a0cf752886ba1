using StructuralError.Benchmarks.Kernels;
using StructuralError.Benchmarks.Running;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;
using static StructuralError.Benchmarks.Running.BenchmarkCommand;

namespace StructuralError.Benchmarks.Limits;

/// <summary>
/// In one run: the machine's own sgemm peak, the time of whole measured steps, the work they cannot do without, and the fraction of the peak
/// that this makes; growth in k and in batch size; memory allocated. Prints Markdown tables.
/// </summary>
internal static class LimitsCommand
{
    public static int Run(string[] args) => BenchmarkCommand.Run(LimitsOptions.Parse(args), LimitsOptions.Usage, Run);

    private static void Run(LimitsOptions options)
    {
        MachineInfo machine = ThisMachine.Describe();
        Print($"{machine.Processor}, {machine.Processors} processors, {machine.Runtime}, {WidestSimd.Name}, data set {BenchmarkData.Train.Name}, float32, {DateTime.UtcNow:yyyy-MM-dd}");
        Print($"");
        if (options.SizesOnly)
        {
            SizeTable.Write(options);
            return;
        }

        Dictionary<int, Peak> peaks = PeakTable.Measure(options.Threads);
        PeakTable.Write(peaks.Values, "before the steps", withNumpy: true);
        StepTable.Write(options, peaks);
        if (options.Growth)
        {
            GrowthTable.Write(options);
            SizeTable.Write(options);
        }
    }
}
