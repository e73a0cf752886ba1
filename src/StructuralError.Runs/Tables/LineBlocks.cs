namespace StructuralError.Runs.Tables;

/// <summary>Reads a file in blocks of whole lines.</summary>
internal sealed class LineBlocks(Stream file)
{
    // Longer than any row of any number of classes. What is longer is a damaged file's zeros or no table at all.
    private const int LongestLine = 1 << 24;

    private byte[] _buffer = new byte[1 << 18];
    private int _read;
    private int _given;

    /// <summary>Bytes behind the last whole line.</summary>
    public int Left => _read - _given;

    /// <summary>The next lines, valid until the next call; empty where there is no further whole line.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line has more than 16 MB.</exception>
    public ReadOnlyMemory<byte> Next()
    {
        _buffer.AsSpan(_given, Left).CopyTo(_buffer);
        (_read, _given) = (Left, 0);
        while (true)
        {
            if (_read == _buffer.Length)
            {
                if (_read >= LongestLine)
                {
                    throw new InvalidDataException("a line goes on for more than 16 MB, so it is no row.");
                }

                Array.Resize(ref _buffer, 2 * _buffer.Length);
            }

            int count = file.Read(_buffer, _read, _buffer.Length - _read);
            _given = _read + _buffer.AsSpan(_read, count).LastIndexOf((byte)'\n') + 1;
            bool isWhole = _given > _read;
            _given = isWhole ? _given : 0;
            _read += count;
            if (isWhole || count == 0)
            {
                return _buffer.AsMemory(0, _given);
            }
        }
    }
}
