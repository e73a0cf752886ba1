using StructuralError.Core.Structure;

namespace StructuralError.Runs.Columns;

/// <summary>
/// Writes <c>steps.csv</c>: the columns of <see cref="StepColumns"/>, invariant culture, numbers that read back to the same bits, <c>\n</c>.
/// A row costs no allocation. Rows are held back until there are many, or until <see cref="Flush"/>, which hands them to the stream and flushes it.
/// </summary>
/// <remarks>Rows are held as they are: between two steps formatting would find neither its code nor its tables in the cache, and take half as long again.</remarks>
/// <param name="stream">Where the file starts, or its end where <paramref name="writeHeader"/> is false.</param>
/// <param name="writeHeader">False to go on with a file that has its header.</param>
/// <param name="leaveOpen">Whether the stream outlives the writer.</param>
public sealed class StepCsvWriter(Stream stream, bool writeHeader = true, bool leaveOpen = false) : IDisposable
{
    private const int MostHeld = 64;

    private readonly CsvRowWriter<StepRow> _rows = new(stream, StepColumns.All, writeHeader, leaveOpen);
    private readonly StepRow[] _held = new StepRow[MostHeld];
    private int _count;

    /// <exception cref="IOException">The stream refuses.</exception>
    public void Write(in StepRow row)
    {
        if (_count == MostHeld)
        {
            Format();
        }

        _held[_count++] = row;
    }

    /// <inheritdoc cref="Write" path="/exception"/>
    public void Flush()
    {
        Format();
        _rows.Flush();
    }

    /// <summary>Flushes, and closes the stream unless it was to be left open.</summary>
    public void Dispose()
    {
        try
        {
            Format();
        }
        finally
        {
            _rows.Dispose();
        }
    }

    private void Format()
    {
        ReadOnlySpan<StepRow> rows = _held.AsSpan(0, _count);

        // What the stream refuses is not offered again.
        _count = 0;
        foreach (ref readonly StepRow row in rows)
        {
            _rows.Write(in row);
        }
    }
}
