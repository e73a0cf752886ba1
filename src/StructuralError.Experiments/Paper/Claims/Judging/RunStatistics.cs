using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>Statistics of one training run that several claims use.</summary>
public static class RunStatistics
{
    /// <summary>Rows at the start and at the end of a run whose mean stands for it there: the paper's window.</summary>
    public const int EdgeRows = LocalPearson.PaperWindow;

    /// <summary>How far the log fitting error has to fall for a run to count as converged: ln 10, E_f at a tenth of its initial level.</summary>
    public static readonly double ConvergedDrop = Math.Log(10);

    /// <summary>One column of <c>steps.csv</c>.</summary>
    public static double[] Column(this TrainedRun run, Func<StepRow, double> column) => [.. run.Steps.Select(column)];

    /// <summary>Mean over the first 50 rows.</summary>
    public static double AtStart(this TrainedRun run, Func<StepRow, double> column) => run.Steps.Take(EdgeRows).Average(column);

    /// <summary>Mean over the last 50 rows.</summary>
    public static double AtEnd(this TrainedRun run, Func<StepRow, double> column) => run.Steps.TakeLast(EdgeRows).Average(column);

    /// <summary>Step at which the log fitting error begins to decrease (<see cref="DecreaseOnset"/>); +∞ where it does not within the run.</summary>
    public static double OnsetStep(this TrainedRun run) => StepOf(run, DecreaseOnset.Row(run.Column(row => row.LogFittingError)));

    /// <summary>Step at which the structural error S settles (<see cref="Settling"/>); +∞ where it does not within the run.</summary>
    public static double SettlingStep(this TrainedRun run, double band = Settling.Band) => StepOf(run, Settling.Row(run.Column(row => row.S), band));

    /// <summary>Step from which the log fitting error stays <see cref="ConvergedDrop"/> below its initial level; +∞ where it does not within the run.</summary>
    public static double ConvergedStep(this TrainedRun run) => StepOf(run, DecreaseOnset.Row(run.Column(row => row.LogFittingError), ConvergedDrop));

    /// <summary>
    /// first − second of two steps of which one may lie beyond its run. One that was not reached counts as the step after the run's last, the least that it
    /// can be; NaN where neither was reached.
    /// </summary>
    public static double Lead(TrainedRun firstRun, double first, TrainedRun secondRun, double second) =>
        (double.IsFinite(first), double.IsFinite(second)) switch
        {
            (true, true) => first - second,
            (false, true) => firstRun.Steps[^1].Step + 1 - second,
            (true, false) => first - (secondRun.Steps[^1].Step + 1),
            _ => double.NaN,
        };

    private static double StepOf(TrainedRun run, int? row) => row is { } index ? run.Steps[index].Step : double.PositiveInfinity;
}
