using StructuralError.Benchmarks.Running;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Work;
using static StructuralError.Benchmarks.Running.BenchmarkCommand;

namespace StructuralError.Benchmarks.Limits;

/// <summary>
/// Steps of models a and c with many classes, wide layers and many channels, beside the time that their multiply-adds take at sgemm's peak and
/// their parameters at the memory's bandwidth. Rounds go through all cases, so that a machine that is slower for a while is so for all of them.
/// </summary>
internal static class SizeTable
{
    private const int BatchSize = 64;
    private const int Rounds = 3;
    private const int CountedSamples = 16;

    private static readonly (string Model, string Size, int Value, int Classes)[] Cases =
    [
        .. ((int[])[10, 24, 47, 100, 200, 255]).Select(classes => ("a", "width", 128, classes)),
        .. ((int[])[512, 1024, 2048]).Select(width => ("a", "width", width, 10)),
        .. ((int[])[16, 32, 64]).Select(channels => ("c", "channels", channels, 10)),
    ];

    public static void Write(LimitsOptions options)
    {
        int threads = options.Threads.Max();
        double peak = SgemmPeak.Measure(threads).Best, bandwidth = MemoryBandwidth.Measure(threads);
        TrainedModel[] models = [.. Cases.Select(item => TrainedModel.Create(item.Model, new() { ["k"] = 1, [item.Size] = item.Value }, item.Classes))];
        List<double>[] plain = [.. Cases.Select(_ => new List<double>())], measured = [.. Cases.Select(_ => new List<double>())];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Cases.Length; i++)
            {
                plain[i].Add(StepTimer.Measure(models[i], BatchSize, threads, options.Seconds, structure: false).Seconds);
                measured[i].Add(StepTimer.Measure(models[i], BatchSize, threads, options.Seconds).Seconds);
            }
        }

        peak = Math.Max(peak, SgemmPeak.Measure(threads).Best);
        Print($"### Sizes, k = 1, batch {BatchSize}, {threads} threads (ms a step: median and smallest of {Rounds} rounds)");
        Print($"");
        Print($"sgemm {2 * peak / 1e9:F0} GFLOP/s, memory {bandwidth / 1e9:F1} GB/s.");
        Print($"A limit is the larger of multiply-adds ÷ peak and bytes of parameters ÷ bandwidth: of all multiply-adds, and of those that the masks leave.");
        Print($"");
        const string Columns = "smallest | all at peak | ÷ limit | left at peak | ÷ limit |";
        Print($"| model | | C | in memory | plain | {Columns} measured | {Columns}");
        Print($"|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < Cases.Length; i++)
        {
            (string model, string size, int value, int classes) = Cases[i];
            (double Plain, double Measured) all = Work(models[i], work => work.Dense), left = Work(models[i], work => work.Necessary);
            double memory = Bytes(models[i].Network) / bandwidth;
            string without = Cells(plain[i], memory, all.Plain / peak, left.Plain / peak);
            string with = Cells(measured[i], memory, all.Measured / peak, left.Measured / peak);
            Print($"| {model} | {size} {value} | {classes} | {1e3 * memory:F3} | {without} | {with} |");
        }

        Print($"");
    }

    private static string Cells(IReadOnlyList<double> seconds, double inMemory, params ReadOnlySpan<double> atPeak)
    {
        double median = Statistics.Median(seconds);
        string cells = FormattableString.Invariant($"{1e3 * median:F3} | {1e3 * seconds.Min():F3}");
        foreach (double limit in atPeak)
        {
            cells += FormattableString.Invariant($" | {1e3 * limit:F3} | {median / Math.Max(limit, inMemory):F2}");
        }

        return cells;
    }

    /// <summary>
    /// Multiply-adds of a batch, without and with measurement. Without, one cotangent goes back in place of C, and a convolution's J has one row.
    /// </summary>
    private static (double Plain, double Measured) Work(TrainedModel model, Func<LayerWork, MultiplyAdds> count)
    {
        IReadOnlyList<LayerWork> layers = model.CountLayers(CountedSamples);
        double classes = model.Network.Classes, plain = 0, measured = 0;
        for (int l = 0; l < layers.Count; l++)
        {
            MultiplyAdds work = count(layers[l]);
            double gradient = model.Network.ParameterLayers[l] is Conv2dLayer ? (work.Gram - ((classes + 1) / 2 * work.Gradient)) / classes : work.Gradient;
            plain += work.Forward + (work.PullBack / classes) + gradient;
            measured += work.Total;
        }

        return (plain * BatchSize / CountedSamples, measured * BatchSize / CountedSamples);
    }

    /// <summary>
    /// A float32 parameter, its momentum and its compensation are read and written, and the forward pass reads it; of all layers but the first a copy
    /// is written and read.
    /// </summary>
    private static double Bytes(Network network)
    {
        ParameterLayer layer = network.ParameterLayers[0];
        long first = layer.WeightCount + (layer.HasBias ? layer.BiasCount : 0);
        return sizeof(float) * ((7.0 * first) + (9.0 * (network.ParameterCount - first)));
    }
}
