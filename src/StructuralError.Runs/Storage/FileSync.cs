using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StructuralError.Runs.Storage;

/// <summary>
/// Flushes and closes files, and reports what the system reports. In .NET 10.0.12 <c>FileStream.Flush(true)</c> never throws: <c>SystemNative_FSync</c> gives
/// 1 for a failure, and its caller asks whether it is negative. An error of <c>close</c>, with which NFS tells of a full quota, .NET drops in any case.
/// </summary>
internal static class FileSync
{
    private const int FullFsyncOnMac = 51;
    private const int Interrupted = 4;

    /// <summary>What a file system answers that has no fsync for such a file: EINVAL, EROFS, ENOTSUP and EOPNOTSUPP of Linux and macOS.</summary>
    private static readonly int[] NotPossible = [22, 30, .. OperatingSystem.IsLinux() ? (int[])[95] : [45, 102]];

    /// <summary>Waits until a file's content is on the disk.</summary>
    /// <exception cref="IOException">The system reports that it is not.</exception>
    public static void Flush(FileStream file)
    {
        file.Flush();
        if (OperatingSystem.IsWindows())
        {
            file.Flush(flushToDisk: true);
            return;
        }

        Flush(file.SafeFileHandle, file.Name);
    }

    /// <summary>Waits until a directory's entries are on the disk, so that a new or renamed file survives a power cut. Windows needs nothing.</summary>
    /// <exception cref="IOException">The system reports that they are not.</exception>
    public static void FlushDirectory(string directory)
    {
        const int NotThere = 2, NoRight = 13;
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using SafeFileHandle handle = Libc.Open(Libc.Path(directory), Libc.ReadOnly | Libc.CloseOnExec);
        if (handle.IsInvalid)
        {
            // A directory that may be written but not read cannot be opened; the files in it are flushed all the same.
            int error = Marshal.GetLastPInvokeError();
            if (error == NotThere)
            {
                throw new DirectoryNotFoundException($"Could not find the directory '{directory}'.");
            }

            if (error != NoRight)
            {
                throw Fault(directory, "opened", error);
            }

            return;
        }

        Flush(handle, directory);
    }

    /// <summary>Closes a file for good, whatever comes of it.</summary>
    /// <exception cref="IOException">The system reports that what was written is lost.</exception>
    public static void Close(FileStream file)
    {
        file.Flush();
        if (OperatingSystem.IsWindows())
        {
            file.Dispose();
            return;
        }

        SafeFileHandle handle = file.SafeFileHandle;
        int descriptor = (int)handle.DangerousGetHandle();

        // From here on .NET leaves the descriptor alone. Its lock goes with it.
        handle.SetHandleAsInvalid();
        file.Dispose();
        if (Libc.Close(descriptor) != 0 && Marshal.GetLastPInvokeError() is var error and not Interrupted)
        {
            throw Fault(file.Name, "closed", error);
        }
    }

    private static void Flush(SafeFileHandle file, string path)
    {
        int error;
        while ((error = Fsync(file)) == Interrupted)
        {
        }

        if (error != 0 && !NotPossible.Contains(error))
        {
            throw Fault(path, "flushed to the disk", error);
        }
    }

    /// <returns>0, or the error.</returns>
    private static int Fsync(SafeFileHandle file)
    {
        // On macOS fsync leaves what was written in the disk's cache. Where the file system has no other way, it is fsync all the same.
        if (OperatingSystem.IsMacOS() && Libc.Fcntl(file, FullFsyncOnMac) >= 0)
        {
            return 0;
        }

        return Libc.Fsync(file) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static IOException Fault(string path, string what, int error) => new($"{new Win32Exception(error).Message} : '{path}' could not be {what}");
}
