using StructuralError.Benchmarks.Running;
using static StructuralError.Benchmarks.Limits.LimitsCommand;

namespace StructuralError.Benchmarks.Limits;

/// <summary>Time of a measured step against the number of blocks and the batch size, and how far that is from a straight line.</summary>
internal static class GrowthTable
{
    private const int BatchSize = 64;

    private static readonly int[] Blocks = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly int[] Batches = [16, 32, 64, 128, 256, 512];

    public static void Write(LimitsOptions options)
    {
        Start($"### Growth with k, batch {BatchSize} (ms a step)", "k", Blocks);
        foreach (string name in options.Models)
        {
            TrainedModel[] models = [.. Blocks.Select(k => TrainedModel.Create(name, k))];
            foreach (int threads in options.Threads)
            {
                WriteRow(name, threads, Blocks, [.. models.Select(model => StepTimer.Measure(model, BatchSize, threads, options.Seconds).Seconds)]);
            }
        }

        Print($"");
        Start($"### Growth with the batch, k = 1 (ms a step)", "batch", Batches);
        foreach (string name in options.Models)
        {
            TrainedModel model = TrainedModel.Create(name, 1);
            foreach (int threads in options.Threads)
            {
                WriteRow(name, threads, Batches, [.. Batches.Select(size => StepTimer.Measure(model, size, threads, options.Seconds).Seconds)]);
            }
        }

        Print($"");
    }

    private static void Start(FormattableString title, string variable, int[] values)
    {
        Print(title);
        Print($"");
        Print($"| model | threads | {string.Join(" | ", values.Select(value => $"{variable} = {value}"))} | per unit | largest deviation from the line |");
        Print($"|---|---|{string.Concat(Enumerable.Repeat("---|", values.Length + 2))}");
    }

    private static void WriteRow(string name, int threads, int[] values, double[] seconds)
    {
        (_, double slope, double deviation) = Statistics.Line([.. values.Select(value => (double)value)], seconds);
        string times = string.Join(" | ", seconds.Select(time => FormattableString.Invariant($"{1e3 * time:F3}")));
        Print($"| {name} | {threads} | {times} | {1e3 * slope:F4} | {100 * deviation:F1} % |");
    }
}
