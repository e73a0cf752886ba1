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
        switch (FileStatus.Of(path)?.Kind)
        {
            case FileKind.Directory:
                throw new IOException($"'{path}' is a directory, a file was expected.");
            case FileKind.Pipe or FileKind.Other:
                throw new IOException($"'{path}' is not a regular file.");
        }

        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize, FileOptions.SequentialScan);
    }

    /// <summary>All of a file.</summary>
    /// <exception cref="IOException">It cannot be read, is no regular file, is larger than an array can be, or became shorter meanwhile.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path)
    {
        using FileStream file = OpenRead(path, bufferSize: 0);
        if (file.Length > Array.MaxLength)
        {
            throw new IOException(FormattableString.Invariant($"it has {file.Length} bytes, more than {Array.MaxLength} that can be read at once"));
        }

        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>How a file begins, to tell what it is: at most so many bytes; fewer where the file is shorter, none where it cannot be read.</summary>
    public static byte[] ReadStart(string path, int length)
    {
        try
        {
            using FileStream file = OpenRead(path, bufferSize: 0);
            byte[] bytes = new byte[length];
            return bytes[..file.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            return [];
        }
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

        using SafeFileHandle handle = Libc.Open(Libc.Path(path), Libc.ReadOnly | Libc.NonBlocking | Libc.CloseOnExec);
        if (handle.IsInvalid)
        {
            return true;
        }

        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        return stream.CanSeek;
    }
}
