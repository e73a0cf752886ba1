using System.Buffers.Binary;
using System.IO.Compression;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Datasets;

/// <summary>
/// Reads IDX files (the format of MNIST), plain or gzipped, which is told by content. Every element type, one to four dimensions. Whatever the bytes, the
/// answer is the content or a <see cref="UserErrorException"/>, and never is more memory taken than a small multiple of the data really there.
/// </summary>
public static class IdxReader
{
    private const int Piece = 1 << 20;
    private const int GzipFrame = 18;

    // Deflate spends at least one bit on a match of 258 bytes, so nothing expands further than 1032 times.
    private const int MaxExpansion = 1032;

    // Up to this expansion the header's claim is believed before the data has been seen; above it, memory grows with the data.
    private const int UsualExpansion = 16;

    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.BadData"/>: missing, unreadable or malformed; <see cref="FailureKind.InputOutput"/>: reading failed half-way.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public static IdxFile Read(string path, CancellationToken cancellation = default)
    {
        using FileStream file = Open(path);
        try
        {
            return ReadContent(path, file, cancellation);
        }
        catch (InvalidDataException exception)
        {
            throw IdxError.Bad(path, "damaged gzip data (wrong checksum, length or code)", inner: exception);
        }
        catch (IOException exception)
        {
            throw IdxError.Disk(path, "reading failed", exception);
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

    private static IdxFile ReadContent(string path, FileStream file, CancellationToken cancellation)
    {
        long length = file.Length;
        byte[] start = new byte[IdxHeader.MaxLength];
        int got = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!ForeignContent.IsGzip(start.AsSpan(0, got)))
        {
            return ReadElements(path, file, start.AsSpan(0, got), length, length, null, cancellation);
        }

        if (length < GzipFrame)
        {
            throw IdxError.Bad(path, $"truncated gzip data: {length} bytes, the empty frame alone takes {GzipFrame}");
        }

        uint promised = ReadGzipLength(file, length);
        file.Position = 0;
        using GZipStream content = new(file, CompressionMode.Decompress);
        got = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        long limit = checked((length * MaxExpansion) + IdxHeader.MaxLength);
        return ReadElements(path, content, start.AsSpan(0, got), limit, length, promised, cancellation);
    }

    /// <summary>
    /// The last four bytes of a gzip file: the length of its content modulo 2³², little-endian. The stream class does not check it when the end is missing.
    /// </summary>
    private static uint ReadGzipLength(FileStream file, long length)
    {
        Span<byte> trailer = stackalloc byte[4];
        file.Position = length - 4;
        file.ReadExactly(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static IdxFile ReadElements(
        string path, Stream content, Span<byte> start, long limit, long fileLength, uint? gzipLength, CancellationToken cancellation)
    {
        if (gzipLength is uint promised && start.Length < IdxHeader.MaxLength && promised != start.Length)
        {
            throw IdxError.Bad(path, $"truncated gzip data: {start.Length} bytes came out, its end promises {promised}");
        }

        IdxHeader header = IdxHeader.Parse(path, start, limit);
        using PipelinedHash hash = new();
        hash.Append(start[..header.Length].ToArray());

        long trusted = gzipLength is null ? header.DataLength : (fileLength * UsualExpansion) + Piece;
        byte[] data = GC.AllocateUninitializedArray<byte>((int)Math.Min(header.DataLength, trusted));
        ReadOnlySpan<byte> early = start[header.Length..];
        int filled = Math.Min(early.Length, data.Length);
        early[..filled].CopyTo(data);
        hash.Append(data.AsMemory(0, filled));
        bool more = early.Length > filled;
        while (filled < header.DataLength && !more)
        {
            cancellation.ThrowIfCancellationRequested();
            if (filled == data.Length)
            {
                Array.Resize(ref data, (int)Math.Min(header.DataLength, 2L * data.Length));
            }

            int read = content.ReadAtLeast(data.AsSpan(filled, Math.Min(Piece, data.Length - filled)), 1, throwOnEndOfStream: false);
            if (read == 0)
            {
                break;
            }

            hash.Append(data.AsMemory(filled, read));
            filled += read;
        }

        CheckEnd(path, header, header.Length + (long)filled, more || content.ReadByte() >= 0, gzipLength);
        return new IdxFile(path, header.ElementType, header.Dimensions, data, hash.Finish());
    }

    private static void CheckEnd(string path, IdxHeader header, long length, bool more, uint? gzipLength)
    {
        string shape = $"dimensions [{string.Join(", ", header.Dimensions)}]";
        bool asPromised = gzipLength is not uint promised || promised == (uint)(length & uint.MaxValue);
        if (more)
        {
            throw IdxError.Bad(path, gzipLength is not null && asPromised
                ? $"several gzip members joined, or something appended: {shape} take {length} bytes with the header, "
                    + "as the end of the gzip data says, but more came out"
                : $"trailing bytes: {shape} take {length} bytes with the header, the content goes on");
        }

        if (length == header.FileLength && !asPromised)
        {
            throw IdxError.Bad(path, $"the gzip data does not end where it should (its end promises {gzipLength} bytes, {length} came out): " +
                "truncated, with something appended, or several gzip members joined");
        }

        if (length < header.FileLength)
        {
            string where = asPromised ? "truncated" : "truncated gzip data";
            throw IdxError.Bad(path, $"{where}: {shape} take {header.FileLength} bytes with the header, {length} are there");
        }
    }
}
