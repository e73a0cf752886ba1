using StructuralError.Core.Structure;

namespace StructuralError.Runs.Columns;

/// <summary>Reads <c>independence.csv</c>, the columns of <see cref="IndependenceColumns"/>, as strictly as <see cref="StepCsvReader"/> reads its file.</summary>
public static class IndependenceCsvReader
{
    private static readonly CsvRowReader<IndependenceRow> Reader =
        new(IndependenceColumns.All, IndependenceColumns.Blank, RunTable.Remedy, (before, row) => RunTable.NotAfter(before.Count == 0 ? null : before[^1].Step, row.Step));

    /// <inheritdoc cref="StepCsvReader.Read"/>
    public static IReadOnlyList<IndependenceRow> Read(string path, Action<string>? warn = null) => Reader.Read(path, warn);

    /// <inheritdoc cref="StepCsvReader.Parse"/>
    public static IReadOnlyList<IndependenceRow> Parse(byte[] utf8, string name, Action<string>? warn = null) => Reader.Parse(utf8, name, warn);
}
