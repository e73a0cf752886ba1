using StructuralError.Benchmarks.Kernels;
using StructuralError.Benchmarks.Running;
using StructuralError.Running;

namespace StructuralError.Benchmarks.Limits;

/// <summary>
/// In one run: the machine's own sgemm peak, the time of whole measured steps, the work they cannot do without, and the fraction of the peak
/// that this makes; growth in k and in batch size; memory allocated. Prints Markdown tables.
/// </summary>
internal static class LimitsCommand
{
    public static int Run(string[] args)
    {
        if (LimitsOptions.Parse(args) is not LimitsOptions options)
        {
            Console.Error.WriteLine($"usage: {LimitsOptions.Usage}");
            return ExitCodes.Usage;
        }

        try
        {
            Run(options);
            return ExitCodes.Success;
        }
        catch (UserErrorException error)
        {
            Console.Error.WriteLine(error.Message);
            return error.ExitCode;
        }
    }

    private static void Run(LimitsOptions options)
    {
        MachineInfo machine = MachineInfo.Current();
        Print($"{machine.Processor}, {machine.Processors} processors, {machine.Runtime}, {WidestSimd.Name}, data set {BenchmarkData.Train.Name}, float32, {DateTime.UtcNow:yyyy-MM-dd}");
        Print($"");
        Dictionary<int, Peak> peaks = PeakTable.Measure(options.Threads);
        PeakTable.Write(peaks.Values, "before the steps", withNumpy: true);
        StepTable.Write(options, peaks);
        if (options.Growth)
        {
            GrowthTable.Write(options);
        }
    }

    /// <summary>One line, invariant culture.</summary>
    internal static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
