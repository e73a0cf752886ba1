namespace StructuralError.Runs.Storage;

/// <summary>The operating system's files.</summary>
public sealed class DiskFileSystem : IFileSystem
{
    private DiskFileSystem()
    {
    }

    public static DiskFileSystem Instance { get; } = new();

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public Stream Create(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    public Stream Continue(string path, long length)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            file.SetLength(length);
            file.Position = length;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public Stream Lock(string path)
    {
        while (true)
        {
            try
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
                if (!IsDeleted(file))
                {
                    return file;
                }

                file.Dispose();
            }
            catch (IOException exception) when (LockedException.Is(exception))
            {
                throw new LockedException(exception.Message, exception);
            }
        }
    }

    public void FlushToDisk(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Where there is no directory there is no file.
        }
    }

    public void DeleteDirectory(string path, bool recursive) => Directory.Delete(path, recursive);

    public void SyncDirectory(string path) => DirectorySync.Flush(path);

    /// <summary>
    /// Whether the holder before us deleted the file between our opening it and its letting go of the lock: such a lock guards nothing, since the next
    /// one to come makes a new file. Windows deletes no open file; elsewhere than on Linux the moment is not noticed.
    /// </summary>
    private static bool IsDeleted(FileStream file) => OperatingSystem.IsLinux()
        && new FileInfo(FormattableString.Invariant($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}"))
            .LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) == true;
}
