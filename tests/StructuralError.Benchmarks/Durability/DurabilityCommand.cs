using StructuralError.Benchmarks.Kernels;
using StructuralError.Benchmarks.Running;
using StructuralError.Runs.Files;
using StructuralError.Runs.Provenance;
using static StructuralError.Benchmarks.Running.BenchmarkCommand;

namespace StructuralError.Benchmarks.Durability;

/// <summary>
/// What it costs that nothing is lost: the same run with checkpoints and rows, with rows alone, and with neither, in turn and round by round, since a machine changes its pace more within minutes
/// than checkpoints cost. Prints a Markdown table.
/// </summary>
internal static class DurabilityCommand
{
    public static int Run(string[] args) => BenchmarkCommand.Run(DurabilityOptions.Parse(args), DurabilityOptions.Usage, Run);

    private static void Run(DurabilityOptions options)
    {
        MachineInfo machine = ThisMachine.Describe();
        Print($"{machine.Processor}, {machine.Processors} processors, {machine.Runtime}, {WidestSimd.Name}, data set {BenchmarkData.Pair.Name}, model {options.Model}, {options.Epochs} epochs, {options.Threads} threads, float32, {DateTime.UtcNow:yyyy-MM-dd}");
        Print($"");
        using var runs = new TimedRuns(options);

        // Leaves compiled code behind, and the data in memory.
        _ = runs.Time(Way.All[0]);
        var seconds = Way.All.ToDictionary(way => way, _ => new List<double>());
        for (int round = 0; round < options.Rounds; round++)
        {
            for (int turn = 0; turn < Way.All.Count; turn++)
            {
                Way way = Way.All[(round + turn) % Way.All.Count];
                seconds[way].Add(runs.Time(way));
            }
        }

        Write(seconds);
    }

    private static void Write(Dictionary<Way, List<double>> seconds)
    {
        Print($"| a run with | seconds, median (min to max) | rows and checkpoints cost, % of it, median of the rounds (min to max) |");
        Print($"|---|---|---|");
        List<double> durable = seconds[Way.All[0]];
        foreach (Way way in Way.All)
        {
            List<double> own = seconds[way];
            double[] costs = [.. durable.Zip(own, (whole, part) => 100 * (whole - part) / part)];
            Print($"| {way.Name} | {Statistics.Median(own):F3} ({own.Min():F3} to {own.Max():F3}) | {(way == Way.All[0] ? "" : FormattableString.Invariant($"{Statistics.Median(costs):F2} ({costs.Min():F2} to {costs.Max():F2})"))} |");
        }
    }
}
