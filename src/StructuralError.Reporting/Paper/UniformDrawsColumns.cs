using StructuralError.Core.Columns;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Runs.Tables;

namespace StructuralError.Reporting.Paper;

/// <summary>The columns of <c>uniform_columns.csv</c>: one row for each C, P and seed of <see cref="UniformDraws"/>, all counts of draws.</summary>
public static class UniformDrawsColumns
{
    public static IReadOnlyList<Column<UniformDraws>> All { get; } =
    [
        new IntegerColumn<UniformDraws, int>("classes", get: row => row.Classes),
        new IntegerColumn<UniformDraws, long>("parameters", get: row => row.Parameters),
        new IntegerColumn<UniformDraws, long>("seed", get: row => row.Seed) { MayBeNegative = true },
        new IntegerColumn<UniformDraws, int>("draws", get: row => row.Draws),
        new IntegerColumn<UniformDraws, int>("U_violations", get: row => row.UAbove),
        new IntegerColumn<UniformDraws, int>("G_violations", get: row => row.GAbove),
        new IntegerColumn<UniformDraws, int>("lemma2_failures", get: row => row.LemmaFailures),
        new IntegerColumn<UniformDraws, int>("repaired_violations", get: row => row.RepairedAbove),
    ];

    /// <summary>The whole file.</summary>
    public static byte[] ToBytes(IEnumerable<UniformDraws> draws) => new CsvTable<UniformDraws>(All, string.Empty).ToBytes(draws);
}
