using StructuralError.Benchmarks.Running;
using StructuralError.Core.Work;
using static StructuralError.Benchmarks.Running.BenchmarkCommand;

namespace StructuralError.Benchmarks.Limits;

/// <summary>Steps at k = 1 and batch 64 against the peak, and where their work lies.</summary>
internal static class StepTable
{
    private const int BatchSize = 64;
    private const int Rounds = 3;

    public static void Write(LimitsOptions options, IReadOnlyDictionary<int, Peak> peaks)
    {
        Dictionary<string, (TrainedModel Model, LayerWork Work)> cases = options.Models.ToDictionary(
            name => name,
            name =>
            {
                TrainedModel model = TrainedModel.Create(name, 1);
                return (model, model.CountWork(TrainedModel.TimedSamples));
            });

        Print($"### Multiply-adds per sample, k = 1, thousands (mean of {TrainedModel.TimedSamples} samples after {TrainedModel.TrainingSteps} steps)");
        Print($"");
        Print($"| model | counted | forward | pull-back | Gram | gradient | total |");
        Print($"|---|---|---|---|---|---|---|");
        foreach ((string name, (TrainedModel _, LayerWork work)) in cases)
        {
            WriteWork(name, "dense", work.Dense);
            WriteWork(name, "necessary", work.Necessary);
            WriteWork(name, "strict", work.Strict);
        }

        Print($"");
        Case[] timed = [.. cases.SelectMany(pair => options.Threads.Select(threads => Time(pair.Key, pair.Value.Model, threads, options.Seconds)))];

        // The machine may be slower at one moment than at another; the better of two peaks is the harder yardstick.
        Dictionary<int, Peak> after = PeakTable.Measure(options.Threads);
        PeakTable.Write(after.Values, "after the steps", withNumpy: false);
        Print($"### Steps, k = 1, batch {BatchSize}, everything measured");
        Print($"");
        Print($"| model | threads | plain step (ms) | measured step (ms) | necessary (10⁶) | 10⁹/s | of peak | strict: of peak | dense: of peak | bytes a step | 1 thread ÷ this |");
        Print($"|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (Case step in timed)
        {
            LayerWork work = cases[step.Model].Work;
            double single = timed.FirstOrDefault(other => other.Model == step.Model && other.Threads == 1)?.Seconds ?? double.NaN;
            double necessary = PerStep(work.Necessary), rate = necessary / step.Seconds, peak = Math.Max(peaks[step.Threads].Best, after[step.Threads].Best);
            Print($"| {step.Model} | {step.Threads} | {1e3 * step.Plain:F3} | {1e3 * step.Seconds:F3} | {necessary / 1e6:F2} | {rate / 1e9:F1} | {rate / peak:F3} | {PerStep(work.Strict) / step.Seconds / peak:F3} | {PerStep(work.Dense) / step.Seconds / peak:F3} | {step.Bytes:F0} | {single / step.Seconds:F2} |");
        }

        Print($"");
    }

    private static Case Time(string name, TrainedModel model, int threads, double seconds)
    {
        StepTime[] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => StepTimer.Measure(model, BatchSize, threads, seconds))];
        double plain = StepTimer.Measure(model, BatchSize, threads, seconds, structure: false).Seconds;
        return new Case(name, threads, Statistics.Median(rounds.Select(round => round.Seconds)), plain, rounds.Max(round => round.BytesPerStep));
    }

    private static double PerStep(MultiplyAdds work) => (double)work.Total * BatchSize / TrainedModel.TimedSamples;

    private static void WriteWork(string name, string how, MultiplyAdds work)
    {
        const double Thousands = 1e3 * TrainedModel.TimedSamples;
        Print($"| {name} | {how} | {work.Forward / Thousands:F1} | {work.PullBack / Thousands:F1} | {work.Gram / Thousands:F1} | {work.Gradient / Thousands:F1} | {work.Total / Thousands:F1} |");
    }

    /// <param name="Seconds">Of a measured step.</param>
    /// <param name="Plain">Of a step that only trains, in seconds.</param>
    /// <param name="Bytes">Allocated a step.</param>
    private sealed record Case(string Model, int Threads, double Seconds, double Plain, double Bytes);
}
