namespace StructuralError.Runs.Storage;

/// <summary>The operating system's files.</summary>
public sealed class DiskFileSystem : IFileSystem
{
    private DiskFileSystem()
    {
    }

    public static DiskFileSystem Instance { get; } = new();

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public Stream Create(string path, string? replaced = null)
    {
        FileStatus? model = replaced is null || OperatingSystem.IsWindows() ? null : FileStatus.Of(replaced);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (OperatingSystem.IsWindows() || model?.Mode is not { } mode)
        {
            return new FileStream(path, options);
        }

        options.UnixCreateMode = mode;
        var file = new FileStream(path, options);
        try
        {
            // The owner first: a change of owner may take rights away. Where it is refused, the file is its writer's.
            _ = Libc.Fchown(file.SafeFileHandle, model.Value.User, model.Value.Group);
            File.SetUnixFileMode(file.SafeFileHandle, mode);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public Stream Continue(string path, long length)
    {
        OwnFile.RequireAlone(path);
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
            OwnFile.Require(path);
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

    public void FlushToDisk(Stream file) => FileSync.Flush((FileStream)file);

    public void Close(Stream file) => FileSync.Close((FileStream)file);

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

    public void DeleteDirectory(string path) => Directory.Delete(path);

    public void SyncDirectory(string path) => FileSync.FlushDirectory(path);

    /// <summary>
    /// Whether the holder before us deleted the file between our opening it and its letting go of the lock: such a lock guards nothing, since the next
    /// one to come makes a new file. Windows deletes no open file; elsewhere than on Linux the moment is not noticed.
    /// </summary>
    private static bool IsDeleted(FileStream file) => OperatingSystem.IsLinux()
        && new FileInfo(FormattableString.Invariant($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}"))
            .LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) == true;
}
