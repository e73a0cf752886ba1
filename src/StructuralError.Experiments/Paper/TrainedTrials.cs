using System.Collections.Immutable;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper;

/// <summary>Trainings that vary one thing of a training of the figures, and the trials that come of them.</summary>
public static class TrainedTrials
{
    private const string Decay = "weight_decay";
    private const string BatchSize = "batch_size";
    private const string Epochs = "epochs";
    private const string Limit = "train_limit";

    // Few enough to be learnt by heart in the epochs that they are trained for.
    private const int FewSamples = 1024;

    // As many updates with every batch size: an eighth of an epoch of 64, which is an epoch of 512.
    private const int Updates = 117;

    // The end of these runs is all that counts: each tenth step is measured, and none layer by layer.
    private const string EndAlone = "measure_every=10,structure_every=0";

    private static readonly string[] WeightDecays = ["0", "0.001", "0.01", "0.1"];

    private static readonly int[] BatchSizes = [16, 512];

    private static readonly PlannedTraining Simple = new("a", 1);

    private static readonly ImmutableArray<PlannedTraining> Longer = [new("a", 5), new("b", 1)];

    /// <summary>All of them, without those of the figures that they are compared with.</summary>
    /// <param name="samples">Of the training set.</param>
    public static ImmutableArray<PlannedTraining> Planned(int samples) =>
    [
        .. Longer.Select(training => training with { Variation = $"{Epochs}=5,{EndAlone}" }),
        .. WeightDecays.Select(decay => Simple with
        {
            Variation = FormattableString.Invariant($"{Limit}={Math.Min(FewSamples, samples)},{Epochs}=100,{Decay}={decay},{EndAlone}"),
        }),
        .. BatchSizes.Select(size => Simple with { Variation = FormattableString.Invariant($"{BatchSize}={size},steps={Updates},measure_every=100") }),
    ];

    /// <summary>The trials of these runs.</summary>
    /// <param name="varied">Each with what was varied.</param>
    /// <param name="data">Has the trainings of the figures.</param>
    public static IReadOnlyList<Trial> Of(IReadOnlyCollection<(PlannedTraining Planned, TrainedRun Run)> varied, ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(varied);
        ArgumentNullException.ThrowIfNull(data);
        return [.. OfWeightDecay(varied), .. OfBatchSize(varied, data), .. OfEpochs(varied, data)];
    }

    private static IEnumerable<Trial> OfWeightDecay(IEnumerable<(PlannedTraining Planned, TrainedRun Run)> varied)
    {
        foreach ((PlannedTraining planned, TrainedRun run) in varied.Where(item => Level(item.Planned, Limit) is not null))
        {
            double level = Level(planned, Decay) ?? 0;
            yield return Trial("weight-decay", run, level, run.AtEnd(row => row.PNormSquared ?? double.NaN));
            yield return Trial("overfitting", run, level, (run.TestLoss ?? double.NaN) - run.AtEnd(row => row.Loss));
        }
    }

    private static IEnumerable<Trial> OfBatchSize(IEnumerable<(PlannedTraining Planned, TrainedRun Run)> varied, ReproductionData data) =>
        varied.Where(item => Level(item.Planned, BatchSize) is not null).Select(item => item.Run).Concat(data.Of(Simple.Model, Simple.K))
            .Select(run => Trial("batch-size", run, run.Steps[0].Samples, Dependence(run)));

    // A longer run begins as the one of the figures with its seed does, which is measured at each step.
    private static IEnumerable<Trial> OfEpochs(IReadOnlyCollection<(PlannedTraining Planned, TrainedRun Run)> varied, ReproductionData data)
    {
        foreach ((PlannedTraining planned, TrainedRun run) in varied.Where(item => Level(item.Planned, Limit) is null))
        {
            if (Level(planned, Epochs) is { } epochs && data.Of(planned.Model, planned.K).FirstOrDefault(other => other.Seed == run.Seed) is { } first)
            {
                yield return Trial("epochs", run, epochs, run.AtEnd(row => row.LogMeanGradientNorm) - first.AtStart(row => row.LogMeanGradientNorm));
                yield return Trial("epochs-gap", run, epochs, run.AtEnd(row => row.G) - first.AtStart(row => row.G));
            }
        }
    }

    /// <summary>What a training has in a field; null where it does not vary it.</summary>
    private static double? Level(PlannedTraining planned, string field) => planned.Changes().Where(change => change.Field == field)
        .Select(change => (double?)double.Parse(change.Value, System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();

    private static Trial Trial(string experiment, TrainedRun run, double level, double value) =>
        new(experiment, FormattableString.Invariant($"model {run.Model}, k = {run.K}"), level, run.Seed, value);

    // Steps 100 and 110, which all of these runs measure.
    private static double Dependence(TrainedRun run) => run.Independence.Where(row => row.Step is 100 or 110)
        .Select(row => row.MeanAbsoluteCosine).DefaultIfEmpty(double.NaN).Average();
}
