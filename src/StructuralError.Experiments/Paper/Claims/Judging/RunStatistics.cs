using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>Statistics of one training run that several claims use.</summary>
public static class RunStatistics
{
    /// <summary>One column of <c>steps.csv</c>.</summary>
    public static double[] Column(this TrainedRun run, Func<StepRow, double> column) => [.. run.Steps.Select(column)];

    /// <summary>Mean over the first rows.</summary>
    public static double AtStart(this TrainedRun run, Func<StepRow, double> column, Thresholds? at = null) =>
        run.Steps.Take((at ?? Thresholds.Default).EdgeRows).Average(column);

    /// <summary>Mean over the last rows.</summary>
    public static double AtEnd(this TrainedRun run, Func<StepRow, double> column, Thresholds? at = null) =>
        run.Steps.TakeLast((at ?? Thresholds.Default).EdgeRows).Average(column);

    /// <summary>Mean over the last rows less that over the first.</summary>
    public static double Change(this TrainedRun run, Func<StepRow, double> column, Thresholds? at = null) => run.AtEnd(column, at) - run.AtStart(column, at);

    /// <summary>Means of a column over windows of 50 rows, one after the other from row 0.</summary>
    public static double[] Windows(this TrainedRun run, Func<StepRow, double> column) =>
        [.. run.Steps.Chunk(LocalPearson.PaperWindow).Where(rows => rows.Length == LocalPearson.PaperWindow).Select(rows => rows.Average(column))];

    /// <summary>Step at which the log fitting error falls below its initial level for good (<see cref="DecreaseOnset"/>); +∞ where it does not.</summary>
    /// <param name="margin">Nats below its initial level.</param>
    /// <param name="by">How a batch's errors are averaged.</param>
    internal static double OnsetStep(this TrainedRun run, double margin, Average by) => StepOf(run, DecreaseOnset.Row(run.Column(by.FallenError), margin));

    /// <summary>Step at which the structural error S settles (<see cref="Settling"/>); +∞ where it does not within the run.</summary>
    public static double SettlingStep(this TrainedRun run, double band = Settling.Band) => StepOf(run, Settling.Row(run.Column(row => row.S), band));

    /// <summary>
    /// The first run's step less the second's. One that lies beyond its run counts as the step after the run's last, the least that it can be; NaN where both
    /// do.
    /// </summary>
    public static double Lead(TrainedRun first, TrainedRun second, Func<TrainedRun, double> step) => (step(first), step(second)) switch
    {
        (double.PositiveInfinity, double.PositiveInfinity) => double.NaN,
        var (one, other) => Math.Min(one, first.Steps[^1].Step + 1) - Math.Min(other, second.Steps[^1].Step + 1),
    };

    private static double StepOf(TrainedRun run, int? row) => row is { } index ? run.Steps[index].Step : double.PositiveInfinity;
}
