using System.IO.Compression;

namespace StructuralError.Experiments.Datasets;

/// <summary>
/// The content of a gzip file, read strictly: whole members one behind the other (RFC 1952), and behind the last one zeros at most, as tape blocks have them.
/// </summary>
/// <remarks>
/// The runtime's stream joins members and checks their sums, but neither notices that the end is missing nor says where it stopped. So a member of our own is
/// put behind the file: its content comes out exactly where the file ends with a whole member.
/// </remarks>
internal sealed class GzipContent : ForwardStream
{
    // A trailer of 8 zeros and the last byte of an empty block.
    private const int MostZerosOfData = 9;

    // The highest bytes of a length.
    private const int UsualZeros = 3;

    private const int BufferLength = 1 << 16;

    private static readonly byte[] Mark = "end of the file."u8.ToArray();

    private readonly GZipStream _inner;
    private readonly byte[] _buffer = new byte[BufferLength];
    private int _start;
    private int _end;
    private bool _isOver;

    private GzipContent(Stream file, long end) => _inner = new GZipStream(new FollowedStream(file, end, Compressed(Mark)), CompressionMode.Decompress);

    /// <param name="file">Read from its start; stays open.</param>
    public static GzipContent Open(Stream file, CancellationToken cancellation)
    {
        long zeros = TrailingZeros(file), data = file.Length - zeros;
        if (zeros > UsualZeros)
        {
            for (long end = data; end <= Math.Min(file.Length, data + MostZerosOfData); end++)
            {
                if (IsWhole(file, end, cancellation))
                {
                    return new GzipContent(file, end);
                }
            }
        }

        return new GzipContent(file, file.Length);
    }

    /// <exception cref="InvalidDataException">The data are damaged, or do not end where the file does.</exception>
    public override int Read(Span<byte> buffer)
    {
        Fill();
        int count = Math.Min(buffer.Length, _end - _start - (_isOver ? 0 : Mark.Length));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Holds back as many bytes as the mark has, until it is known whether they are the mark.</summary>
    private void Fill()
    {
        if (_isOver || _end - _start > Mark.Length)
        {
            return;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (!_isOver && _end <= Mark.Length)
        {
            int read = _inner.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _isOver = read == 0;
        }

        if (_isOver)
        {
            _end = _buffer.AsSpan(0, _end).SequenceEqual(Mark) ? 0 : throw new InvalidDataException();
        }
    }

    private static bool IsWhole(Stream file, long end, CancellationToken cancellation)
    {
        try
        {
            using GzipContent content = new(file, end);
            byte[] buffer = new byte[BufferLength];
            while (content.Read(buffer) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static long TrailingZeros(Stream file)
    {
        byte[] buffer = new byte[BufferLength];
        for (long end = file.Length; end > 0;)
        {
            int count = (int)Math.Min(buffer.Length, end);
            file.Position = end - count;
            file.ReadExactly(buffer, 0, count);
            int last = buffer.AsSpan(0, count).LastIndexOfAnyExcept((byte)0);
            if (last >= 0)
            {
                return file.Length - (end - count + last + 1);
            }

            end -= count;
        }

        return file.Length;
    }

    private static byte[] Compressed(byte[] content)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }

    /// <summary>The first bytes of a stream, then others.</summary>
    /// <param name="first">Read from its start; stays open.</param>
    /// <param name="length">Bytes of it.</param>
    private sealed class FollowedStream(Stream first, long length, byte[] then) : ForwardStream
    {
        private long _position;

        public override int Read(Span<byte> buffer)
        {
            int read;
            if (_position < length)
            {
                first.Position = _position;
                read = first.Read(buffer[..(int)Math.Min(buffer.Length, length - _position)]);
            }
            else
            {
                ReadOnlySpan<byte> rest = then.AsSpan((int)(_position - length));
                read = Math.Min(rest.Length, buffer.Length);
                rest[..read].CopyTo(buffer);
            }

            _position += read;
            return read;
        }
    }
}
