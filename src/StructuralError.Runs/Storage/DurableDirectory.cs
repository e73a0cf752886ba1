using StructuralError.Core.Common;

namespace StructuralError.Runs.Storage;

/// <summary>Directories whose names are on the disk before anything in them counts.</summary>
public static class DurableDirectory
{
    /// <summary>Makes a directory with its parents; one that is there already is left as it is.</summary>
    /// <param name="files">The operating system's unless given.</param>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: it cannot be made.</exception>
    public static void Make(string directory, IFileSystem? files = null) => Make(directory, files, _ => { });

    /// <summary>Makes a directory of the program's own, within one that was named: it may be no link, since what a link leads to is somebody's.</summary>
    /// <inheritdoc cref="Make(string, IFileSystem)"/>
    public static void MakeOwn(string directory, IFileSystem? files = null) => Make(directory, files, OwnFile.RequireDirectory);

    /// <summary>Makes the directory of a file.</summary>
    /// <inheritdoc cref="Make(string, IFileSystem)"/>
    public static void MakeFor(string file, IFileSystem? files = null) => Make(Path.GetDirectoryName(Path.GetFullPath(file))!, files);

    /// <summary>The directory and those of its parents that do not exist, deepest first.</summary>
    internal static IReadOnlyList<string> Missing(string full)
    {
        List<string> missing = [];
        for (string? directory = full; directory is not null && !Directory.Exists(directory); directory = Path.GetDirectoryName(directory))
        {
            missing.Add(directory);
        }

        return missing;
    }

    /// <summary>Waits until the names of new directories are on the disk.</summary>
    internal static void Flush(IEnumerable<string> made, IFileSystem files)
    {
        foreach (string directory in made)
        {
            files.SyncDirectory(Path.GetDirectoryName(directory)!);
        }
    }

    private static void Make(string directory, IFileSystem? files, Action<string> require)
    {
        files ??= DiskFileSystem.Instance;
        string full = Path.GetFullPath(directory);
        IReadOnlyList<string> missing = Missing(full);
        StorageFault.Guard(directory, "the directory cannot be made", () =>
        {
            require(full);
            files.CreateDirectory(full);
            Flush(missing, files);
        });
    }
}
