using System.Globalization;
using System.Text;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>
/// One writer a run directory: an exclusive lock of the operating system on <c>run.lock</c>. The kernel frees it when the process ends, however it ends,
/// so no lock is ever stale. Who holds it stands in <c>run.lock.holder</c>, since a locked file cannot be read everywhere.
/// On network file systems the lock is as good as their <c>flock</c>.
/// </summary>
public sealed class RunLock : IDisposable
{
    public const string FileName = "run.lock";
    public const string HolderFileName = "run.lock.holder";

    // A process writes less; a directory from elsewhere may have anything there.
    private const int LongestHolder = 400;

    private readonly IFileSystem _files;
    private readonly Stream _file;
    private readonly string _path;
    private readonly string _holder;

    private RunLock(IFileSystem files, Stream file, string path, string holder) => (_files, _file, _path, _holder) = (files, file, path, holder);

    /// <summary>
    /// Whether a process holds the lock at this moment. Changes nothing; a starter that asks for the lock in the same instant may find it taken.
    /// </summary>
    /// <exception cref="IOException">The lock file cannot be opened for another reason.</exception>
    public static bool IsHeld(string directory) => IsLocked(Path.Combine(directory, FileName));

    /// <summary>The same of any file that <see cref="IFileSystem.Lock"/> locks.</summary>
    /// <inheritdoc cref="IsHeld" path="/exception"/>
    public static bool IsLocked(string path)
    {
        if (!File.Exists(path) || RegularFile.IsSpecial(path))
        {
            return false;
        }

        try
        {
            // Shared: those who only ask do not find each other.
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (IOException exception) when (LockedException.Is(exception))
        {
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // A starter that gave up has just removed it.
            return false;
        }
    }

    /// <summary>Who holds the lock, and what to do about it, as a sentence.</summary>
    public static string Occupied(string directory) =>
        $"{directory}: {Holder(directory) ?? "another process"} is writing this run at the moment; wait until it has ended, or give another --out.";

    /// <summary>Who says to hold the lock, as <c>process 12 on host</c>; null where nobody has said so within a tenth of a second.</summary>
    public static string? Holder(string directory)
    {
        // The holder writes its name right after it took the lock; a starter may come in between.
        for (int attempt = 0; attempt < 10; attempt++)
        {
            if (RegularFile.ReadStart(Path.Combine(directory, HolderFileName), LongestHolder) is { Length: > 0 } holder)
            {
                return Encoding.UTF8.GetString(holder);
            }

            Thread.Sleep(10);
        }

        return null;
    }

    /// <exception cref="UserErrorException">Another process holds the lock (exit 73).</exception>
    /// <exception cref="IOException">The lock file cannot be made.</exception>
    public static RunLock Acquire(string directory, IFileSystem? files = null)
    {
        files ??= DiskFileSystem.Instance;
        string path = Path.Combine(directory, FileName), holder = Path.Combine(directory, HolderFileName);
        Stream file;
        try
        {
            file = files.Lock(path);
        }
        catch (LockedException exception)
        {
            throw new UserErrorException(FailureKind.CannotCreate, Occupied(directory), exception);
        }

        try
        {
            files.Delete(holder);
            using Stream text = files.Create(holder);
            text.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}")));
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new RunLock(files, file, path, holder);
    }

    public void Dispose() => Release(deleteFile: false);

    /// <summary>
    /// Lets go. The lock file, where it is to be deleted, must go while it is held: whoever has opened it and waits sees that it is gone.
    /// </summary>
    public void Release(bool deleteFile)
    {
        // What stays does no harm: the holder's name is read only while the lock is held, and an unlocked file hinders nobody.
        StorageFault.Ignore(() =>
        {
            _files.Delete(_holder);
            if (deleteFile)
            {
                _files.Delete(_path);
            }
        });
        _file.Dispose();
    }
}
