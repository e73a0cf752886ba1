using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StructuralError.Runs.Storage;

/// <summary>Opens files to read, and refuses what only has a file's name: to open a pipe that nobody writes to would wait for ever.</summary>
public static class RegularFile
{
    private const int ReadOnly = 0;
    private const int NonBlockingOnLinux = 0x800;
    private const int NonBlockingElsewhere = 0x4;

    /// <summary>Opens an existing file; other processes may go on writing it.</summary>
    /// <exception cref="IOException">There is none, it is a directory, a pipe or the like, or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    public static FileStream OpenRead(string path, int bufferSize = 4096)
    {
        Require(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize, FileOptions.SequentialScan);
    }

    /// <summary>Whether something that is not a regular file or a directory stands there. False for what does not exist or cannot be opened.</summary>
    public static bool IsSpecial(string path)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path) || !File.Exists(path))
        {
            return false;
        }

        // .NET has no way to ask for the kind of a file, nor to open one without waiting.
        int flags = ReadOnly | (OperatingSystem.IsLinux() ? NonBlockingOnLinux : NonBlockingElsewhere);
        using var handle = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(path + "\0"), flags), ownsHandle: true);
        if (handle.IsInvalid)
        {
            return false;
        }

        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        return !stream.CanSeek;
    }

    private static void Require(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a directory, a file was expected.");
        }

        if (IsSpecial(path))
        {
            throw new IOException($"'{path}' is not a regular file.");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
