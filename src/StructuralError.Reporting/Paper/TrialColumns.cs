using StructuralError.Core.Columns;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Runs.Tables;

namespace StructuralError.Reporting.Paper;

/// <summary>The columns of <c>trials.csv</c>: one row for each <see cref="Trial"/>.</summary>
public static class TrialColumns
{
    public static IReadOnlyList<Column<Trial>> All { get; } =
    [
        new TextColumn<Trial>("experiment", get: row => row.Experiment),
        new TextColumn<Trial>("case", get: row => row.Case),
        new OptionalRealColumn<Trial>("level", get: row => row.Level),
        new IntegerColumn<Trial, long>("seed", get: row => row.Seed) { MayBeNegative = true },
        new OptionalRealColumn<Trial>("value", get: row => row.Value),
    ];

    /// <summary>The whole file.</summary>
    public static byte[] ToBytes(IEnumerable<Trial> trials) => new CsvTable<Trial>(All, string.Empty).ToBytes(trials);
}
