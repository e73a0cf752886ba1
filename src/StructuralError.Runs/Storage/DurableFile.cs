using System.Text;
using StructuralError.Core.Common;

namespace StructuralError.Runs.Storage;

/// <summary>
/// A file that appears whole or not at all: written aside in the same directory under a name of its own, flushed to the disk, renamed into place, over an
/// existing file, and the directory flushed. Without <see cref="Commit"/> nothing stays behind.
/// </summary>
public sealed class DurableFile : IDisposable
{
    /// <summary>Ending of files that are being written. One that is left over belongs to a process that died.</summary>
    public const string TemporaryEnding = ".tmp";

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
        _temporary = Path.Combine(_directory, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}{TemporaryEnding}");
        Stream = Guard(() => _files.Create(_temporary));
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
            throw StorageFault.Error(_path, "cannot be written", exception);
        }
    }

    /// <summary>Waits until what was written is on the disk, still under the temporary name.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public void Flush() => Guard(() =>
    {
        _files.FlushToDisk(Stream);
        return true;
    });

    /// <summary>Flushes to the disk and renames into place.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public void Commit() => Guard(() =>
    {
        _files.FlushToDisk(Stream);
        Stream.Dispose();
        _files.Move(_temporary, _path);
        _committed = true;
        _files.SyncDirectory(_directory);
        return true;
    });

    public void Dispose()
    {
        Stream.Dispose();
        if (_committed)
        {
            return;
        }

        try
        {
            _files.Delete(_temporary);
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            // Nothing more can be done, and the error that led here matters more.
        }
    }

    /// <summary>Deletes what killed processes left in a directory. Files younger than a day may belong to one that is running.</summary>
    public static void Sweep(string directory, DateTime now)
    {
        foreach (string path in Directory.EnumerateFiles(directory, ".*" + TemporaryEnding))
        {
            try
            {
                if (now - File.GetLastWriteTimeUtc(path) > TimeSpan.FromDays(1))
                {
                    File.Delete(path);
                }
            }
            catch (Exception exception) when (StorageFault.Is(exception))
            {
                // Leftovers do no harm.
            }
        }
    }

    private T Guard<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            throw StorageFault.Error(_path, "cannot be written", exception);
        }
    }
}
