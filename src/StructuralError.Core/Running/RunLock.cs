using System.Globalization;

namespace StructuralError.Running;

/// <summary>
/// One writer a run directory: an exclusive lock of the operating system on <c>run.lock</c>. The kernel frees it when the process ends, however it ends,
/// so no lock is ever stale. The file is never deleted. Who holds it stands in <c>run.lock.holder</c>, since a locked file cannot be read everywhere.
/// On network file systems the lock is as good as their <c>flock</c>.
/// </summary>
public sealed class RunLock : IDisposable
{
    public const string FileName = "run.lock";
    public const string HolderFileName = "run.lock.holder";

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] HeldElsewhere = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;
    private readonly string _holder;

    /// <summary>Whether a process holds the lock at this moment. Changes nothing; a starter that asks for the lock in the same instant may find it taken.</summary>
    /// <exception cref="IOException">The lock file cannot be opened for another reason.</exception>
    public static bool IsHeld(string directory)
    {
        string path = Path.Combine(directory, FileName);
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
        catch (IOException exception) when (HeldElsewhere.Contains(exception.HResult))
        {
            return true;
        }
    }

    private RunLock(FileStream file, string holder) => (_file, _holder) = (file, holder);

    /// <exception cref="UserErrorException">Another process holds the lock (exit 73).</exception>
    /// <exception cref="IOException">The lock file cannot be made.</exception>
    public static RunLock Acquire(string directory)
    {
        string holder = Path.Combine(directory, HolderFileName);
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (HeldElsewhere.Contains(exception.HResult))
        {
            throw new UserErrorException(
                ExitCodes.CannotCreate,
                $"{directory}: {Holder(holder)} is writing this run at the moment; wait until it has ended, or give another --out.",
                exception);
        }

        try
        {
            File.WriteAllText(holder, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"));
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new RunLock(file, holder);
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_holder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Read only while the lock is held, so a leftover misleads nobody.
        }

        _file.Dispose();
    }

    private static string Holder(string path)
    {
        // The holder writes its name right after it took the lock; a starter may come in between.
        for (int attempt = 0; attempt < 10; attempt++)
        {
            try
            {
                if (File.ReadAllText(path) is { Length: > 0 } holder)
                {
                    return holder;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Not there yet.
            }

            Thread.Sleep(10);
        }

        return "another process";
    }
}
