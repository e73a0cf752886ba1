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

    // As many updates with every batch size: an eighth of an epoch of 64, which is an epoch of 512.
    private const int Updates = 117;
    private const double LastTenth = 0.9 * Updates;

    private static readonly PlannedTraining Simple = new("a", 1);

    private static readonly ImmutableArray<PlannedTraining> Longer = [new("a", 5), new("b", 1)];

    /// <summary>All of them, without those of the figures that they are compared with.</summary>
    public static ImmutableArray<PlannedTraining> Planned { get; } =
    [
        .. new[] { "0.001", "0.01", "0.1" }.Select(decay => Simple with { Variation = $"{Decay}={decay}" }),
        .. new[] { 16, 512 }.Select(size => Simple with { Variation = FormattableString.Invariant($"{BatchSize}={size},steps={Updates}") }),
        .. Longer.Select(training => training with { Variation = $"{Epochs}=5" }),
    ];

    /// <summary>The trials of these runs.</summary>
    /// <param name="varied">Each with what was varied.</param>
    /// <param name="data">Has the trainings of the figures.</param>
    public static IReadOnlyList<Trial> Of(IReadOnlyCollection<(PlannedTraining Planned, TrainedRun Run)> varied, ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(varied);
        ArgumentNullException.ThrowIfNull(data);
        IEnumerable<(PlannedTraining Planned, TrainedRun Run)> all =
        [
            .. varied, .. Longer.Append(Simple).SelectMany(planned => data.Of(planned.Model, planned.K).Select(run => (planned, run))),
        ];
        return
        [
            .. all.Where(item => IsOf(item.Planned, Simple, Decay))
                .Select(item => Trial("weight-decay", item, Level(item.Planned, Decay, 0), UniformityAtEnd(item.Run))),
            .. all.Where(item => IsOf(item.Planned, Simple, BatchSize))
                .Select(item => Trial("batch-size", item, item.Run.Steps[0].Samples, Dependence(item.Run))),
            .. Longer.SelectMany(longer => all.Where(item => IsOf(item.Planned, longer, Epochs)))
                .Select(item => Trial("epochs", item, Level(item.Planned, Epochs, 1), item.Run.Change(row => row.LogMeanGradientNorm))),
        ];
    }

    private static bool IsOf(PlannedTraining planned, PlannedTraining basic, string field) =>
        planned with { Variation = string.Empty } == basic && (planned.Variation.Length == 0 || planned.Changes().Any(change => change.Field == field));

    private static double Level(PlannedTraining planned, string field, double basic) => planned.Changes().Where(change => change.Field == field)
        .Select(change => double.Parse(change.Value, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(basic).First();

    private static Trial Trial(string experiment, (PlannedTraining Planned, TrainedRun Run) item, double level, double value) =>
        new(experiment, FormattableString.Invariant($"model {item.Planned.Model}, k = {item.Planned.K}"), level, item.Run.Seed, value);

    private static double UniformityAtEnd(TrainedRun run) => run.AtEnd(row => row.PNormSquared ?? double.NaN);

    private static double Dependence(TrainedRun run) => run.Independence.Where(row => row.Step is >= (long)LastTenth and < Updates)
        .Select(row => row.MeanAbsoluteCosine).DefaultIfEmpty(double.NaN).Average();
}
