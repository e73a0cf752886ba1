namespace StructuralError.Runs.Storage;

internal enum FileKind
{
    Regular,
    Directory,

    /// <summary>A symbolic link, or what Windows has in its place.</summary>
    Link,

    /// <summary>A pipe with a name (FIFO).</summary>
    Pipe,

    /// <summary>A device, a socket, or where the system does not tell: whatever has no end.</summary>
    Other,
}

/// <summary>What the system knows of a file. .NET tells neither its kind nor its identity.</summary>
/// <param name="Identity">Device and number of the file, the same for as long as it exists; 0 where the system does not tell.</param>
/// <param name="Names">How many names (hard links) it has; 1 where the system does not tell.</param>
/// <param name="Mode">The rights; null where the system does not tell.</param>
internal readonly record struct FileStatus(
    FileKind Kind, (ulong Device, ulong Number) Identity, uint Names, long Length, UnixFileMode? Mode = null, uint User = 0, uint Group = 0)
{
    private const int RightsMask = 0x1FF;

    /// <summary>Of a path; null where there is nothing, or nothing that can be looked at.</summary>
    public static FileStatus? Of(string path) => Of(path, follow: true);

    /// <summary>As <see cref="Of(string)"/>; a link is not followed but is what is looked at.</summary>
    public static FileStatus? OfEntry(string path) => Of(path, follow: false);

    private static FileStatus? Of(string path, bool follow)
    {
        try
        {
            return OperatingSystem.IsLinux() ? Statx(path, follow) : Portable(path, follow);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return Portable(path, follow);
        }
    }

    private static unsafe FileStatus? Statx(string path, bool follow)
    {
        // linux/stat.h: struct statx, the same on every machine.
        const int CurrentDirectory = -100, NoFollow = 0x100, Length = 256;
        const uint BasicStatistics = 0x7FF;
        const int KindMask = 0xF000, Regular = 0x8000, Directory = 0x4000, Link = 0xA000, Pipe = 0x1000;
        byte* status = stackalloc byte[Length];
        if (Libc.Statx(CurrentDirectory, Libc.Path(path), follow ? 0 : NoFollow, BasicStatistics, status) != 0)
        {
            return null;
        }

        var bytes = new ReadOnlySpan<byte>(status, Length);
        int mode = BitConverter.ToUInt16(bytes[28..]);
        FileKind kind = (mode & KindMask) switch
        {
            Regular => FileKind.Regular,
            Directory => FileKind.Directory,
            Link => FileKind.Link,
            Pipe => FileKind.Pipe,
            _ => FileKind.Other,
        };
        ulong device = ((ulong)BitConverter.ToUInt32(bytes[136..]) << 32) | BitConverter.ToUInt32(bytes[140..]);
        return new FileStatus(
            kind,
            (device, BitConverter.ToUInt64(bytes[32..])),
            BitConverter.ToUInt32(bytes[16..]),
            BitConverter.ToInt64(bytes[40..]),
            (UnixFileMode)(mode & RightsMask),
            BitConverter.ToUInt32(bytes[20..]),
            BitConverter.ToUInt32(bytes[24..]));
    }

    private static FileStatus? Portable(string path, bool follow)
    {
        var file = new FileInfo(path);
        return !follow && file.LinkTarget is not null ? new FileStatus(FileKind.Link, default, 1, 0)
            : Directory.Exists(path) ? new FileStatus(FileKind.Directory, default, 1, 0)
            : !file.Exists ? null
            : new FileStatus(
                RegularFile.CanSeek(path) ? FileKind.Regular : FileKind.Other, default, 1, file.Length, OperatingSystem.IsWindows() ? null : file.UnixFileMode);
    }
}
