using System.Text;
using StructuralError.Core.Columns;

namespace StructuralError.Runs.Tables;

/// <summary>
/// Writes rows as CSV: invariant culture, numbers that read back to the same bits. <see cref="CsvTable{T}.Writer"/> gives one. It formats rows into one
/// reused buffer and hands over whole rows: a reader never meets a row cut in two unless the process was killed within a write. Lines end in
/// <c>\n</c>. After construction nothing is allocated, unless a text makes a row longer than the buffer.
/// </summary>
/// <remarks>Rows may be held as they are: between two steps formatting would find neither its code nor its tables in the cache, and take half as long
/// again.</remarks>
public sealed class CsvRowWriter<T> : IDisposable
{
    private const int SmallestBuffer = 32 * 1024;

    private readonly Column<T>[] _columns;
    private readonly Action<ReadOnlySpan<byte>> _write;
    private readonly T[] _held;
    private readonly int _longestRow;
    private byte[] _buffer;
    private int _count;
    private int _heldCount;

    internal CsvRowWriter(Action<ReadOnlySpan<byte>> write, IReadOnlyList<Column<T>> columns, string? header, int held)
    {
        _write = write;
        _columns = [.. columns];
        _held = new T[held];
        _longestRow = _columns.Length * (Column<T>.MaximumCellBytes + 1);
        byte[] start = header is null ? [] : Encoding.UTF8.GetBytes(header + "\n");
        _buffer = new byte[Math.Max(SmallestBuffer, Math.Max(_longestRow, start.Length))];
        start.CopyTo(_buffer, 0);
        _count = start.Length;
    }

    /// <exception cref="IOException">What is written to refuses.</exception>
    public void Write(in T row)
    {
        if (_held.Length == 0)
        {
            T copy = row;
            Format(ref copy);
            return;
        }

        if (_heldCount == _held.Length)
        {
            FormatHeld();
        }

        _held[_heldCount++] = row;
    }

    /// <inheritdoc cref="Write(in T)"/>
    public void Write(ReadOnlySpan<T> rows)
    {
        foreach (ref readonly T row in rows)
        {
            Write(in row);
        }
    }

    /// <summary>Hands over all rows.</summary>
    /// <inheritdoc cref="Write(in T)" path="/exception"/>
    public void Flush()
    {
        FormatHeld();
        WriteBuffer();
    }

    /// <summary>Flushes.</summary>
    public void Dispose()
    {
        try
        {
            FormatHeld();
        }
        finally
        {
            WriteBuffer();
        }
    }

    private void FormatHeld()
    {
        Span<T> rows = _held.AsSpan(0, _heldCount);

        // What is refused is not offered again.
        _heldCount = 0;
        foreach (ref T row in rows)
        {
            Format(ref row);
        }
    }

    private void Format(ref T row)
    {
        if (_buffer.Length - _count < _longestRow)
        {
            WriteBuffer();
        }

        // Numbers always fit; a text may be longer than all of them.
        while (!TryWrite(ref row))
        {
            WriteBuffer();
            _buffer = new byte[2 * _buffer.Length];
        }
    }

    /// <summary>The row counts only once it is complete: an exception from a cell leaves the buffer as it was.</summary>
    private bool TryWrite(ref T row)
    {
        int end = _count;
        foreach (Column<T> column in _columns)
        {
            if (!column.TryFormat(ref row, _buffer.AsSpan(end), out int written) || end + written == _buffer.Length)
            {
                return false;
            }

            end += written;
            _buffer[end++] = (byte)',';
        }

        _buffer[end - 1] = (byte)'\n';
        _count = end;
        return true;
    }

    private void WriteBuffer()
    {
        int count = _count;
        _count = 0;
        if (count > 0)
        {
            _write(_buffer.AsSpan(0, count));
        }
    }
}
