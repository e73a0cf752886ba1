namespace StructuralError.Experiments.Datasets;

/// <summary>The first bytes of a stream, then others.</summary>
/// <param name="first">Read from its start; stays open.</param>
/// <param name="length">Bytes of it.</param>
internal sealed class FollowedStream(Stream first, long length, byte[] then) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length + then.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

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

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
