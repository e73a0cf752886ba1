using StructuralError.Benchmarks.Running;
using StructuralError.Work;
using static StructuralError.Benchmarks.Limits.LimitsCommand;

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
        Print($"### Steps, k = 1, batch {BatchSize}, everything measured");
        Print($"");
        Print($"| model | threads | plain step (ms) | measured step (ms) | necessary (10⁶) | 10⁹/s | of peak | strict: of peak | dense: of peak | bytes a step | 1 thread ÷ this |");
        Print($"|---|---|---|---|---|---|---|---|---|---|---|");
        foreach ((string name, (TrainedModel model, LayerWork work)) in cases)
        {
            double single = double.NaN;
            foreach (int threads in options.Threads)
            {
                StepTime[] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => StepTimer.Measure(model, BatchSize, threads, options.Seconds))];
                double seconds = Statistics.Median(rounds.Select(round => round.Seconds));
                double plain = StepTimer.Measure(model, BatchSize, threads, options.Seconds, structure: false).Seconds;
                single = threads == 1 ? seconds : single;
                double necessary = PerStep(work.Necessary), rate = necessary / seconds, peak = peaks[threads].Best;
                Print($"| {name} | {threads} | {1e3 * plain:F3} | {1e3 * seconds:F3} | {necessary / 1e6:F2} | {rate / 1e9:F1} | {rate / peak:F3} | {PerStep(work.Strict) / seconds / peak:F3} | {PerStep(work.Dense) / seconds / peak:F3} | {rounds.Max(round => round.BytesPerStep):F0} | {single / seconds:F2} |");
            }
        }

        Print($"");
    }

    private static double PerStep(MultiplyAdds work) => (double)work.Total * BatchSize / TrainedModel.TimedSamples;

    private static void WriteWork(string name, string how, MultiplyAdds work)
    {
        const double Thousands = 1e3 * TrainedModel.TimedSamples;
        Print($"| {name} | {how} | {work.Forward / Thousands:F1} | {work.PullBack / Thousands:F1} | {work.Gram / Thousands:F1} | {work.Gradient / Thousands:F1} | {work.Total / Thousands:F1} |");
    }
}
