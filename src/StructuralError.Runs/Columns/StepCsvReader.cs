using StructuralError.Core.Common;
using StructuralError.Core.Structure;

namespace StructuralError.Runs.Columns;

/// <summary>
/// Reads <c>steps.csv</c> strictly: the header of <see cref="StepColumns"/>, cells that are what their column says, steps that increase.
/// The one thing forgiven is a last line without its end, which a killed run leaves behind.
/// </summary>
public static class StepCsvReader
{
    private static readonly CsvRowReader<StepRow> Reader =
        new(StepColumns.All, StepColumns.Blank, RunTable.Remedy, (before, row) => RunTable.NotAfter(before.Count == 0 ? null : before[^1].Step, row.Step));

    /// <param name="warn">Is told what was dropped.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="ExitCodes.BadData"/>: names file, line, column and value of the first thing wrong;
    /// <see cref="ExitCodes.InputOutput"/>: the file cannot be read.
    /// </exception>
    public static IReadOnlyList<StepRow> Read(string path, Action<string>? warn = null) => Reader.Read(path, warn);

    /// <param name="name">What messages call the file.</param>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<StepRow> Parse(byte[] utf8, string name, Action<string>? warn = null) => Reader.Parse(utf8, name, warn);
}
