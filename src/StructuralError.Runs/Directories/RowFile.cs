using System.Text;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;
using StructuralError.Runs.Tables;

namespace StructuralError.Runs.Directories;

/// <summary>
/// A file of rows that only grows. It counts and hashes what goes into it, so that a checkpoint can say how much of it is its own. A write allocates nothing.
/// </summary>
public sealed class RowFile : IDisposable
{
    private const string Doing = "cannot be written";

    private readonly IFileSystem _files;
    private readonly string _path;
    private readonly Stream _stream;
    private readonly RunningHash _hash;
    private readonly FileStatus? _identity;

    private RowFile(IFileSystem files, string path, Stream stream, RunningHash hash, long length, string? header) =>
        (_files, _path, _stream, _hash, Length, Header, _identity) = (files, path, stream, hash, length, header, FileStatus.OfEntry(path));

    /// <summary>The first line of the file that is gone on with, without its end; null where the file is new.</summary>
    public string? Header { get; }

    /// <summary>Bytes of whole rows, which each write hands to the operating system at once; a row that failed half-way does not count.</summary>
    public long Length { get; private set; }

    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: the file cannot be made.</exception>
    public static RowFile Create(string path, IFileSystem files) => StorageFault.Guard(path, Doing, () =>
    {
        files.Delete(path);
        return new RowFile(files, path, files.Create(path), new RunningHash(), 0, null);
    });

    /// <summary>Cuts the file to what the checkpoint knows of it; whatever follows was measured after the checkpoint and will be measured again.</summary>
    /// <inheritdoc cref="Create" path="/exception"/>
    public static RowFile Continue(string path, FileMark mark, IFileSystem files) => StorageFault.Guard(path, Doing, () =>
    {
        RunningHash hash = RunningHash.OfPrefix(path, mark.Length, out _, out _);
        string? header = mark.Length == 0 ? null : HeaderOf(path);
        return new RowFile(files, path, files.Continue(path, mark.Length), hash, mark.Length, header);
    });

    /// <summary>The first line of a file of rows, without its end; empty where it has none.</summary>
    /// <exception cref="IOException">The file cannot be read, or is no table.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static string HeaderOf(string path)
    {
        using FileStream file = RegularFile.OpenRead(path);
        try
        {
            ReadOnlySpan<byte> lines = new LineBlocks(file).Next().Span;
            ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble, first = lines[..Math.Max(lines.IndexOf((byte)'\n'), 0)].TrimEnd((byte)'\r');
            return Encoding.UTF8.GetString(first.StartsWith(mark) ? first[mark.Length..] : first);
        }
        catch (InvalidDataException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public FileMark Mark() => new(Path.GetFileName(_path), Length, _hash.Text);

    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: the disk is full or the like. The file may now end with part of a
    /// row.</exception>
    public void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _stream.Write(buffer);
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            throw StorageFault.Error(_path, Doing, exception);
        }

        _hash.Add(buffer);
        Length += buffer.Length;
    }

    /// <summary>Waits until the rows are on the disk, in the file of this name.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public void FlushToDisk() => StorageFault.Guard(_path, Doing, () =>
    {
        _files.FlushToDisk(_stream);
        RequireThere();
    });

    /// <summary>Closes the file: what was written is on the disk then.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public void Complete()
    {
        FlushToDisk();
        StorageFault.Guard(_path, Doing, () => _files.Close(_stream));
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }

    /// <summary>Whoever moves, removes, replaces or shortens the file while the run goes on must not get a run that says it is whole.</summary>
    private void RequireThere()
    {
        if (FileStatus.OfEntry(_path) is not { } now || now.Identity != _identity?.Identity)
        {
            throw new IOException("the file was moved, removed or replaced while the run was writing it.");
        }

        if (now.Length != Length)
        {
            throw new IOException(
                FormattableString.Invariant($"another program changed the file: it has {now.Length} bytes, of which this run wrote {Length}."));
        }
    }
}
