using StructuralError.Core.Columns;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Runs.Tables;

namespace StructuralError.Reporting.Paper;

/// <summary>The columns of <c>stationary_points.csv</c>: one row for each model and seed of <see cref="StationaryPoint"/>.</summary>
public static class StationaryPointColumns
{
    public static IReadOnlyList<Column<StationaryPoint>> All { get; } =
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
    ];

    /// <summary>The whole file.</summary>
    public static byte[] ToBytes(IEnumerable<StationaryPoint> points) => new CsvTable<StationaryPoint>(All, string.Empty).ToBytes(points);
}
