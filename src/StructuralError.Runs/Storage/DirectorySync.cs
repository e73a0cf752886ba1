using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace StructuralError.Runs.Storage;

/// <summary>
/// Flushes a directory's entries, so that a new or renamed file survives a power cut. .NET cannot open a directory, so this asks the C library; Windows needs
/// nothing.
/// </summary>
internal static class DirectorySync
{
    private const int ReadOnly = 0;
    private const int InputOutputError = 5;
    private const int NoSpace = 28;

    /// <exception cref="IOException">The disk reports an error.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(Encoding.UTF8.GetBytes(directory + "\0"), ReadOnly);
        if (descriptor < 0)
        {
            // A directory that may be written but not read cannot be opened; the files in it are flushed all the same.
            return;
        }

        int result = Fsync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);

        // Some network file systems have no fsync for directories and say so with EINVAL; only a real fault of the disk is an error.
        if (result != 0 && error is (InputOutputError or NoSpace))
        {
            throw new IOException($"the directory '{directory}' could not be flushed to the disk: {new Win32Exception(error).Message}");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
