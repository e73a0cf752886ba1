using Microsoft.Win32.SafeHandles;

namespace StructuralError.Runs.Storage;

/// <summary>Opens files to read, and refuses what only has a file's name: to open a pipe that nobody writes to would wait for ever.</summary>
public static class RegularFile
{
    /// <summary>Opens an existing file; other processes may go on writing it.</summary>
    /// <exception cref="IOException">There is none, it is a directory, a pipe or the like, or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    public static FileStream OpenRead(string path, int bufferSize = 4096)
    {
        Require(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize, FileOptions.SequentialScan);
    }

    /// <summary>
    /// Whether something that is not a regular file or a directory stands there: a pipe, a device, a socket. False for what does not exist or cannot be
    /// looked at.
    /// </summary>
    public static bool IsSpecial(string path) => FileStatus.Of(path)?.Kind is FileKind.Pipe or FileKind.Other;

    /// <summary>Where the system does not tell a file's kind: whether an existing file is one that has an end. True where it cannot be opened.</summary>
    internal static bool CanSeek(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        using var handle = new SafeFileHandle(Libc.Open(Libc.Path(path), Libc.ReadOnly | Libc.NonBlocking | Libc.CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid)
        {
            return true;
        }

        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        return stream.CanSeek;
    }

    /// <summary>
    /// Refuses a pipe that stands in a directory. One that is open already, as <c>/dev/stdin</c> or <c>/dev/fd/63</c>, leads to no file that could be looked
    /// at.
    /// </summary>
    /// <exception cref="IOException">It is one.</exception>
    internal static void RefuseNamedPipe(string path)
    {
        if (FileStatus.OfEntry(LinkChain.End(path))?.Kind == FileKind.Pipe)
        {
            throw new IOException($"'{path}' is a pipe that would be waited for; give a file, or redirect standard input and give /dev/stdin.");
        }
    }

    private static void Require(string path)
    {
        switch (FileStatus.Of(path)?.Kind)
        {
            case FileKind.Directory:
                throw new IOException($"'{path}' is a directory, a file was expected.");
            case FileKind.Pipe or FileKind.Other:
                throw new IOException($"'{path}' is not a regular file.");
        }
    }
}
