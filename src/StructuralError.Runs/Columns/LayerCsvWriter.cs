using StructuralError.Core.Structure;

namespace StructuralError.Runs.Columns;

/// <summary>Writes <c>layers.csv</c>: the columns of <see cref="LayerColumns"/>, in the format of <see cref="StepCsvWriter"/>.</summary>
/// <inheritdoc cref="StepCsvWriter(Stream, bool, bool)" path="/param"/>
public sealed class LayerCsvWriter(Stream stream, bool writeHeader = true, bool leaveOpen = false) : IDisposable
{
    private readonly CsvRowWriter<LayerRow> _rows = new(stream, LayerColumns.All, writeHeader, leaveOpen);

    /// <summary>Writes the parts of one step.</summary>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Write(ReadOnlySpan<LayerRow> parts)
    {
        foreach (LayerRow part in parts)
        {
            _rows.Write(part);
        }
    }

    /// <inheritdoc cref="StepCsvWriter.Flush"/>
    public void Flush() => _rows.Flush();

    /// <inheritdoc cref="StepCsvWriter.Dispose"/>
    public void Dispose() => _rows.Dispose();
}
