namespace StructuralError.Data;

/// <summary>
/// A file that appears whole or not at all: written beside its final place under a name of its own, flushed to the disk, then renamed. Without
/// <see cref="Commit"/> nothing stays behind.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private const string Suffix = ".part";

    private readonly string _path;
    private readonly string _temporary;

    /// <exception cref="Running.UserErrorException">The directory cannot be written to.</exception>
    public AtomicFile(string path)
    {
        _path = path;
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _temporary = Path.Combine(directory, $".{Path.GetFileName(path)}.{Guid.NewGuid():n}{Suffix}");
        Stream = Guard(() => new FileStream(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16));
    }

    public FileStream Stream { get; }

    /// <exception cref="Running.UserErrorException">The disk is full or the like.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Stream.Write(bytes);
        }
        catch (Exception exception) when (IsDiskError(exception))
        {
            throw IdxError.Disk(_path, "cannot be written", exception);
        }
    }

    /// <inheritdoc cref="Write"/>
    public void Flush() => Guard(() =>
    {
        Stream.Flush(flushToDisk: true);
        return true;
    });

    /// <summary>Flushes to the disk and renames into place, over an existing file.</summary>
    /// <inheritdoc cref="Write"/>
    public void Commit() => Guard(() =>
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        Running.DirectorySync.Flush(Path.GetDirectoryName(_temporary)!);
        return true;
    });

    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // The buffered rest does not fit the disk; the file is deleted next in any case.
        }

        try
        {
            File.Delete(_temporary);
        }
        catch (Exception exception) when (IsDiskError(exception))
        {
            // Nothing more can be done, and the error that led here matters more.
        }
    }

    /// <summary>Deletes what killed processes left in a directory. Files younger than a day may belong to one that is running.</summary>
    public static void Sweep(string directory, DateTime now)
    {
        foreach (string path in Directory.EnumerateFiles(directory, $".*{Suffix}"))
        {
            try
            {
                if (now - File.GetLastWriteTimeUtc(path) > TimeSpan.FromDays(1))
                {
                    File.Delete(path);
                }
            }
            catch (Exception exception) when (IsDiskError(exception))
            {
                // Leftovers do no harm.
            }
        }
    }

    public static bool IsDiskError(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private T Guard<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception exception) when (IsDiskError(exception))
        {
            throw IdxError.Disk(_path, "cannot be written", exception);
        }
    }
}
