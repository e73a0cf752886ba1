using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Datasets;

/// <summary>
/// Reads IDX files (the format of MNIST), plain or gzipped, which is told by content. Every element type, one to four dimensions. Whatever the bytes, the
/// answer is the content or a <see cref="UserErrorException"/>, and never is more memory taken than a small multiple of the data really there.
/// </summary>
public static class IdxReader
{
    private const int Piece = 1 << 20;
    // Deflate spends at least one bit on a match of 258 bytes, so nothing expands further than 1032 times.
    private const int MaxExpansion = 1032;

    // Up to this expansion the header's claim is believed before the data has been seen; above it, they are counted first.
    private const int UsualExpansion = 16;

    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.BadData"/>: missing, unreadable or malformed; <see cref="FailureKind.InputOutput"/>: reading failed half-way.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public static IdxFile Read(string path, CancellationToken cancellation = default) => Read(path, MemoryForecast.Available, cancellation);

    /// <param name="memory">Bytes that there are for the content.</param>
    internal static IdxFile Read(string path, long memory, CancellationToken cancellation)
    {
        using FileStream file = Open(path);
        try
        {
            return ReadContent(path, file, memory, cancellation);
        }
        catch (InvalidDataException exception)
        {
            throw IdxError.Bad(path, "truncated or damaged gzip data, or something else behind them", inner: exception);
        }
        catch (IOException exception)
        {
            throw StorageFault.Error(path, "reading failed", exception);
        }
    }

    private static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw IdxError.Bad(path, "is a directory, an IDX file was expected", "Move the file it may hold one level up.");
        }

        if (RegularFile.IsSpecial(path))
        {
            // Opened, a pipe would keep the program waiting for a writer.
            throw IdxError.Bad(path, "is not a regular file");
        }

        try
        {
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            if (file.CanSeek)
            {
                return file;
            }

            file.Dispose();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw IdxError.Bad(path, "no such file", inner: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw IdxError.Bad(path, $"cannot be opened: {exception.Message.TrimEnd('.')}", "Check its permissions.", exception);
        }

        throw IdxError.Bad(path, "is not a regular file");
    }

    private static IdxFile ReadContent(string path, FileStream file, long memory, CancellationToken cancellation)
    {
        long length = file.Length;
        byte[] start = new byte[IdxHeader.MaxLength];
        int got = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!ForeignContent.IsGzip(start.AsSpan(0, got)))
        {
            IdxHeader header = IdxHeader.Parse(path, start.AsSpan(0, got), length);
            RequireMemory(path, header, memory);
            return ReadElements(path, file, start.AsSpan(0, got), header, cancellation);
        }

        using (Stream content = GzipContent.Open(file, cancellation))
        {
            got = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            IdxHeader header = IdxHeader.Parse(path, start.AsSpan(0, got), checked((length * MaxExpansion) + IdxHeader.MaxLength));
            RequireMemory(path, header, memory);
            if (header.DataLength <= (length * UsualExpansion) + Piece)
            {
                return ReadElements(path, content, start.AsSpan(0, got), header, cancellation);
            }

            Count(path, content, got, header, cancellation);
        }

        using Stream again = GzipContent.Open(file, cancellation);
        got = again.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return ReadElements(path, again, start.AsSpan(0, got), IdxHeader.Parse(path, start.AsSpan(0, got), long.MaxValue), cancellation);
    }

    private static void RequireMemory(string path, IdxHeader header, long memory)
    {
        // Everything but bytes becomes float32 beside what was read.
        Int128 elements = header.DataLength / header.ElementType.Size();
        Int128 wanted = header.DataLength + (header.ElementType == IdxElementType.U8 ? 0 : elements * sizeof(float));
        if (wanted > memory)
        {
            throw IdxError.Bad(path,
                $"dimensions [{string.Join(", ", header.Dimensions)}] take {MemoryForecast.Text(wanted)} of memory; there are {MemoryForecast.Text(memory)}",
                "Use fewer or smaller samples.");
        }
    }

    /// <summary>Goes through data that are much longer than the file, so that memory is taken for them only where they are really there.</summary>
    /// <param name="got">Bytes that were read already.</param>
    private static void Count(string path, Stream content, int got, IdxHeader header, CancellationToken cancellation)
    {
        byte[] scratch = new byte[Piece];
        long length = got;
        int read;
        while (length <= header.FileLength && (read = content.Read(scratch)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            length += read;
        }

        CheckEnd(path, header, Math.Min(length, header.FileLength), length > header.FileLength);
    }

    /// <param name="start">What was read already: the header at least.</param>
    private static IdxFile ReadElements(string path, Stream content, ReadOnlySpan<byte> start, IdxHeader header, CancellationToken cancellation)
    {
        using PipelinedHash hash = new();
        hash.Append(start[..header.Length].ToArray());
        byte[] data = LargePages.NewBytes(header.DataLength);
        ReadOnlySpan<byte> early = start[header.Length..];
        int filled = Math.Min(early.Length, data.Length);
        early[..filled].CopyTo(data);
        hash.Append(data.AsMemory(0, filled));
        bool more = early.Length > filled;
        while (filled < header.DataLength && !more)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> piece = data.AsSpan(filled, Math.Min(Piece, data.Length - filled));
            int read = content.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
            if (read == 0)
            {
                break;
            }

            hash.Append(data.AsMemory(filled, read));
            filled += read;
        }

        CheckEnd(path, header, header.Length + (long)filled, more || content.ReadByte() >= 0);
        return new IdxFile(path, header.ElementType, header.Dimensions, data, hash.Finish());
    }

    private static void CheckEnd(string path, IdxHeader header, long length, bool more)
    {
        string shape = $"dimensions [{string.Join(", ", header.Dimensions)}]";
        if (more)
        {
            throw IdxError.Bad(path, $"trailing bytes: {shape} take {length} bytes with the header, the content goes on");
        }

        if (length < header.FileLength)
        {
            throw IdxError.Bad(path, $"truncated: {shape} take {header.FileLength} bytes with the header, {length} are there");
        }
    }
}
