using System.Text;

namespace StructuralError.Runs.Columns;

/// <summary>
/// Formats rows into one reused buffer and hands whole rows to the stream: a reader never meets a row cut in two unless the process
/// was killed within a write. Lines end in <c>\n</c>. After construction nothing is allocated, unless a text makes a row longer than the buffer.
/// </summary>
internal sealed class CsvRowWriter<T> : IDisposable
{
    private const int SmallestBuffer = 32 * 1024;

    private readonly Column<T>[] _columns;
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private byte[] _buffer;
    private readonly int _longestRow;
    private int _count;

    public CsvRowWriter(Stream stream, IReadOnlyList<Column<T>> columns, bool writeHeader, bool leaveOpen)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _columns = [.. columns];
        _leaveOpen = leaveOpen;
        _longestRow = _columns.Length * (Column<T>.MaximumCellBytes + 1);
        byte[] header = Encoding.UTF8.GetBytes(string.Join(',', columns.Select(column => column.Header)) + "\n");
        _buffer = new byte[Math.Max(SmallestBuffer, Math.Max(_longestRow, header.Length))];
        if (writeHeader)
        {
            header.CopyTo(_buffer, 0);
            _count = header.Length;
        }
    }

    public void Write(in T row)
    {
        if (_buffer.Length - _count < _longestRow)
        {
            WriteBuffer();
        }

        // Numbers always fit; a text may be longer than all of them.
        while (!TryWrite(in row))
        {
            WriteBuffer();
            _buffer = new byte[2 * _buffer.Length];
        }
    }

    /// <summary>The row counts only once it is complete: an exception from a cell leaves the buffer as it was.</summary>
    private bool TryWrite(in T row)
    {
        int end = _count;
        foreach (Column<T> column in _columns)
        {
            if (!column.TryFormat(in row, _buffer.AsSpan(end), out int written) || end + written == _buffer.Length)
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

    public void Flush()
    {
        WriteBuffer();
        _stream.Flush();
    }

    public void Dispose()
    {
        Flush();
        if (!_leaveOpen)
        {
            _stream.Dispose();
        }
    }

    private void WriteBuffer()
    {
        int count = _count;
        _count = 0;
        if (count > 0)
        {
            _stream.Write(_buffer, 0, count);
        }
    }
}
