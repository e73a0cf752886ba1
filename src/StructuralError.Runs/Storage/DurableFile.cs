using System.Text;
using StructuralError.Core.Common;

namespace StructuralError.Runs.Storage;

/// <summary>
/// A file that appears whole or not at all: written aside in the same directory under a <see cref="TemporaryName"/>, flushed to the disk, renamed into place,
/// over an existing file, whose rights it keeps, and the directory flushed. Without <see cref="Commit"/> nothing stays behind. A link, a device or the like is
/// neither followed nor replaced.
/// </summary>
public sealed class DurableFile : IDisposable
{
    private const string Doing = "cannot be written";

    private readonly IFileSystem _files;
    private readonly string _path;
    private readonly string _directory;
    private readonly string _temporary;
    private bool _committed;

    /// <param name="files">The operating system's unless given.</param>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: the directory is missing or cannot be written to.</exception>
    public DurableFile(string path, IFileSystem? files = null)
    {
        _files = files ?? DiskFileSystem.Instance;
        _path = path;
        string full = Path.GetFullPath(path);
        _directory = Path.GetDirectoryName(full)!;
        _temporary = Path.Combine(_directory, TemporaryName.Of(Path.GetFileName(full)));
        Stream = StorageFault.Guard(path, Doing, () =>
        {
            OwnFile.Require(full);
            return _files.Create(_temporary, replaced: full);
        });
    }

    /// <summary>What has been written so far; faults that come from it are not yet put into words.</summary>
    public Stream Stream { get; }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public static void Write(string path, string text, IFileSystem? files = null) => Write(path, Encoding.UTF8.GetBytes(text), files);

    /// <summary>Writes a whole file; where that fails, what was there before is untouched.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public static void Write(string path, ReadOnlySpan<byte> content, IFileSystem? files = null)
    {
        using var file = new DurableFile(path, files);
        file.Write(content);
        file.Commit();
    }

    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: the disk is full or the like.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Stream.Write(bytes);
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            throw StorageFault.Error(_path, Doing, exception);
        }
    }

    /// <summary>Waits until what was written is on the disk, still under the temporary name.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public void Flush() => StorageFault.Guard(_path, Doing, () => _files.FlushToDisk(Stream));

    /// <summary>Flushes to the disk and renames into place.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public void Commit() => StorageFault.Guard(_path, Doing, () =>
    {
        _files.FlushToDisk(Stream);
        _files.Close(Stream);
        _files.Move(_temporary, _path);
        _committed = true;
        _files.SyncDirectory(_directory);
    });

    public void Dispose()
    {
        Stream.Dispose();
        if (!_committed)
        {
            // The error that led here matters more.
            StorageFault.Ignore(() => _files.Delete(_temporary));
        }
    }
}
