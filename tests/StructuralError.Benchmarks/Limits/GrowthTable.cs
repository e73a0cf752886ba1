using StructuralError.Benchmarks.Running;
using static StructuralError.Benchmarks.Running.BenchmarkCommand;

namespace StructuralError.Benchmarks.Limits;

/// <summary>Time of a measured step against the number of blocks and the batch size, and how far that is from the nearest line. With k, the work itself need not be linear: a pool above a block masks most of it, a block above leaves more.</summary>
internal static class GrowthTable
{
    private const int BatchSize = 64;

    // Deep models are many multiply-adds, counted by plain loops.
    private const int CountedSamples = 128;

    private static readonly int[] Blocks = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly int[] Batches = [16, 32, 64, 128, 256, 512];

    public static void Write(LimitsOptions options)
    {
        Start($"### Growth with k, batch {BatchSize} (ms a step)", "k", Blocks);
        foreach (string name in options.Models)
        {
            TrainedModel[] models = [.. Blocks.Select(k => TrainedModel.Create(name, k))];
            double[] work = [.. models.Select(model => (double)model.CountWork(CountedSamples).Necessary.Total * BatchSize / CountedSamples)];
            WriteRow(name, "necessary (10⁶)", Blocks, work, 1e-6);
            foreach (int threads in options.Threads)
            {
                double[] seconds = [.. models.Select(model => StepTimer.Measure(model, BatchSize, threads, options.Seconds).Seconds)];
                WriteRow(name, Threads(threads), Blocks, seconds, 1e3);
                WriteRates(name, $"{Threads(threads)}, 10⁹/s", work, seconds);
            }
        }

        Print($"");
        Start($"### Growth with the batch, k = 1 (ms a step)", "batch", Batches);
        foreach (string name in options.Models)
        {
            TrainedModel model = TrainedModel.Create(name, 1);
            foreach (int threads in options.Threads)
            {
                WriteRow(name, Threads(threads), Batches, [.. Batches.Select(size => StepTimer.Measure(model, size, threads, options.Seconds).Seconds)], 1e3);
            }
        }

        Print($"");
    }

    private static void Start(FormattableString title, string variable, int[] values)
    {
        Print(title);
        Print($"");
        Print($"| model | | {string.Join(" | ", values.Select(value => $"{variable} = {value}"))} | per unit | largest deviation from a line | the same without the first |");
        Print($"|---|---|{string.Concat(Enumerable.Repeat("---|", values.Length + 3))}");
    }

    private static string Threads(int threads) => FormattableString.Invariant($"{threads} thread{(threads == 1 ? "" : "s")}");

    /// <summary>Multiply-adds a second, and how far the times are from a line in them: what of the growth is the engine's and not the network's.</summary>
    private static void WriteRates(string name, string what, double[] work, double[] seconds)
    {
        string cells = string.Join(" | ", work.Zip(seconds, (macs, time) => FormattableString.Invariant($"{macs / time / 1e9:F1}")));
        (_, double slope, double deviation) = Statistics.Line(work, seconds);
        Print($"| {name} | {what} | {cells} | {1e-9 / slope:F1} | {100 * deviation:F1} %, in the multiply-adds | |");
    }

    private static void WriteRow(string name, string what, int[] x, double[] y, double scale)
    {
        double[] values = [.. x.Select(value => (double)value)];
        (_, double slope, double deviation) = Statistics.Line(values, y);
        (_, _, double withoutFirst) = Statistics.Line(values[1..], y[1..]);
        string cells = string.Join(" | ", y.Select(value => FormattableString.Invariant($"{scale * value:F3}")));
        Print($"| {name} | {what} | {cells} | {scale * slope:F4} | {100 * deviation:F1} % | {100 * withoutFirst:F1} % |");
    }
}
