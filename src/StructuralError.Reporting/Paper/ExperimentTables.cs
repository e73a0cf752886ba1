using StructuralError.Core.Columns;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Runs.Tables;

namespace StructuralError.Reporting.Paper;

/// <summary>The tables of what no figure needs and claims do.</summary>
internal static class ExperimentTables
{
    /// <summary><c>stationary_points.csv</c>: one row for each model and seed of <see cref="StationaryPoint"/>.</summary>
    public static CsvTable<StationaryPoint> StationaryPoints { get; } = new(
        [
            new TextColumn<StationaryPoint>("model", get: row => row.Model),
            new IntegerColumn<StationaryPoint, long>("seed", get: row => row.Seed) { MayBeNegative = true },
            new IntegerColumn<StationaryPoint, int>("samples", get: row => row.Samples),
            new IntegerColumn<StationaryPoint, int>("steps", get: row => row.Steps),
            new OptionalRealColumn<StationaryPoint>("loss_before", get: row => row.LossBefore),
            new OptionalRealColumn<StationaryPoint>("loss_after", get: row => row.LossAfter),
            new OptionalRealColumn<StationaryPoint>("fitting_error", get: row => row.FittingError),
            new OptionalRealColumn<StationaryPoint>("largest_distance", get: row => row.LargestDistance),
            new IntegerColumn<StationaryPoint, int>("theorem3_violations", get: row => row.Violations),
        ],
        string.Empty);

    /// <summary><c>trials.csv</c>: one row for each <see cref="Trial"/>.</summary>
    public static CsvTable<Trial> Trials { get; } = new(
        [
            new TextColumn<Trial>("experiment", get: row => row.Experiment),
            new TextColumn<Trial>("case", get: row => row.Case),
            new OptionalRealColumn<Trial>("level", get: row => row.Level),
            new IntegerColumn<Trial, long>("seed", get: row => row.Seed) { MayBeNegative = true },
            new OptionalRealColumn<Trial>("value", get: row => row.Value),
        ],
        string.Empty);

    /// <summary><c>uniform_columns.csv</c>: one row for each C, P and seed of <see cref="UniformDraws"/>, all counts of draws.</summary>
    public static CsvTable<UniformDraws> Draws { get; } = new(
        [
            new IntegerColumn<UniformDraws, int>("classes", get: row => row.Classes),
            new IntegerColumn<UniformDraws, long>("parameters", get: row => row.Parameters),
            new IntegerColumn<UniformDraws, long>("seed", get: row => row.Seed) { MayBeNegative = true },
            new IntegerColumn<UniformDraws, int>("draws", get: row => row.Draws),
            new IntegerColumn<UniformDraws, int>("U_violations", get: row => row.UAbove),
            new IntegerColumn<UniformDraws, int>("G_violations", get: row => row.GAbove),
            new IntegerColumn<UniformDraws, int>("lemma2_failures", get: row => row.LemmaFailures),
            new IntegerColumn<UniformDraws, int>("repaired_violations", get: row => row.RepairedAbove),
        ],
        string.Empty);
}
