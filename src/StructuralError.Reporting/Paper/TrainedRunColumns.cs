using StructuralError.Core.Columns;
using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Runs.Tables;

namespace StructuralError.Reporting.Paper;

/// <summary>
/// The columns of <c>runs.csv</c>: one row a training run. <c>final_</c> is the mean over the last 50 measured steps, <c>initial_</c> over the first 50;
/// <c>onset_step</c> is where the fitting error begins to fall (<see cref="DecreaseOnset"/>), <c>settling_step</c> where S settles
/// (<see cref="Settling"/>), each empty where there is none.
/// </summary>
public static class TrainedRunColumns
{
    private const int Rows = Settling.FinalRows;

    public static IReadOnlyList<Column<TrainedRun>> All { get; } =
    [
        new TextColumn<TrainedRun>("run", get: run => run.Name),
        new TextColumn<TrainedRun>("model", get: run => run.Model),
        new IntegerColumn<TrainedRun, long>("k", get: run => run.K),
        new IntegerColumn<TrainedRun, long>("seed", get: run => run.Seed) { MayBeNegative = true },
        new IntegerColumn<TrainedRun, long>("parameters", get: run => run.Parameters),
        new IntegerColumn<TrainedRun, long>("measured_steps", get: run => run.Steps.Count),
        new OptionalRealColumn<TrainedRun>("test_accuracy", get: run => run.TestAccuracy),
        new OptionalRealColumn<TrainedRun>("training_seconds", get: run => run.TrainingSeconds),
        new IntegerColumn<TrainedRun, long>("theorem3_violations", get: run => run.Steps.Sum(row => (long)row.Theorem3Violations)),
        Final("loss", row => row.Loss),
        Final("accuracy", row => row.Accuracy),
        Final("log_fitting_error", row => row.LogFittingError),
        Final("log_gradient_norm", row => row.LogGradientNorm),
        Final("U", row => row.U),
        Final("L", row => row.L),
        Final("G", row => row.G),
        Final("S", row => row.S),
        Final("upper_bound", row => row.UpperBound),
        Final("lower_bound", row => row.LowerBound),
        Initial("U", row => row.U),
        Initial("L", row => row.L),
        Initial("G", row => row.G),
        Initial("S", row => row.S),
        Event("onset_step", run => DecreaseOnset.Row(run.Column(row => row.FallenLogFittingError))),
        Event("settling_step", run => Settling.Row(run.Column(row => row.S))),
    ];

    /// <summary>The whole file.</summary>
    public static byte[] ToBytes(IEnumerable<TrainedRun> runs) => new CsvTable<TrainedRun>(All, string.Empty).ToBytes(runs);

    private static OptionalRealColumn<TrainedRun> Final(string name, Func<StepRow, double> get) =>
        new("final_" + name, get: run => Mean(run.Steps.TakeLast(Rows).Select(get)));

    private static OptionalRealColumn<TrainedRun> Initial(string name, Func<StepRow, double> get) =>
        new("initial_" + name, get: run => Mean(run.Steps.Take(Rows).Select(get)));

    private static OptionalRealColumn<TrainedRun> Event(string name, Func<TrainedRun, int?> row) =>
        new(name, get: run => row(run) is { } found ? run.Steps[found].Step : null);

    private static double? Mean(IEnumerable<double> values) => values.Any() ? values.Average() : null;
}
