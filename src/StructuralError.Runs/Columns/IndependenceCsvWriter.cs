using StructuralError.Core.Structure;

namespace StructuralError.Runs.Columns;

/// <summary>Writes <c>independence.csv</c>: the columns of <see cref="IndependenceColumns"/>, in the format of <see cref="StepCsvWriter"/>.</summary>
/// <inheritdoc cref="StepCsvWriter(Stream, bool, bool)" path="/param"/>
public sealed class IndependenceCsvWriter(Stream stream, bool writeHeader = true, bool leaveOpen = false) : IDisposable
{
    private readonly CsvRowWriter<IndependenceRow> _rows = new(stream, IndependenceColumns.All, writeHeader, leaveOpen);

    /// <exception cref="IOException">The stream refuses.</exception>
    public void Write(in IndependenceRow row) => _rows.Write(row);

    /// <inheritdoc cref="StepCsvWriter.Flush"/>
    public void Flush() => _rows.Flush();

    /// <inheritdoc cref="StepCsvWriter.Dispose"/>
    public void Dispose() => _rows.Dispose();
}
