using StructuralError.Training;

namespace StructuralError.Reporting.Csv;

/// <summary>
/// Writes <c>steps.csv</c>: the columns of <see cref="StepColumns"/>, invariant culture, numbers that read back to the same bits, <c>\n</c>.
/// A row costs no allocation. Rows are buffered: <see cref="Flush"/> hands them to the stream and flushes it.
/// </summary>
/// <param name="stream">Where the file starts, or its end where <paramref name="writeHeader"/> is false.</param>
/// <param name="writeHeader">False to go on with a file that has its header.</param>
/// <param name="leaveOpen">Whether the stream outlives the writer.</param>
public sealed class StepCsvWriter(Stream stream, bool writeHeader = true, bool leaveOpen = false) : IDisposable
{
    private readonly CsvRowWriter<StepRow> _rows = new(stream, StepColumns.All, writeHeader, leaveOpen);

    /// <exception cref="IOException">The stream refuses.</exception>
    public void Write(in StepRow row) => _rows.Write(in row);

    /// <inheritdoc cref="Write" path="/exception"/>
    public void Flush() => _rows.Flush();

    /// <summary>Flushes, and closes the stream unless it was to be left open.</summary>
    public void Dispose() => _rows.Dispose();
}
