namespace StructuralError.Runs.Storage;

/// <summary>
/// Looks at the places where the program is about to write files and directories of its own. A directory that came from elsewhere may hold links in their
/// place: what they lead to is not the program's.
/// </summary>
internal static class OwnFile
{
    /// <summary>Admits a place where there is nothing or a regular file.</summary>
    /// <exception cref="IOException">There is a link, a directory, a pipe, a device or a socket.</exception>
    public static void Require(string path)
    {
        string? what = FileStatus.OfEntry(path)?.Kind switch
        {
            FileKind.Link => "a link, which is neither followed nor replaced",
            FileKind.Directory => "a directory",
            FileKind.Pipe or FileKind.Other => "no regular file",
            _ => null,
        };
        if (what is not null)
        {
            throw new IOException($"'{path}' is {what}.");
        }
    }

    /// <summary>As <see cref="Require"/>, for a file that is changed where it stands: it must have no other name.</summary>
    /// <inheritdoc cref="Require" path="/exception"/>
    public static void RequireAlone(string path)
    {
        Require(path);
        if (FileStatus.OfEntry(path) is { Names: > 1 and var names })
        {
            throw new IOException(FormattableString.Invariant(
                $"'{path}' is one of {names} names (hard links) of a file, all of which would be changed. Put a copy in its place."));
        }
    }

    /// <summary>Admits a place where there is nothing or a directory.</summary>
    /// <exception cref="IOException">There is a link or a file.</exception>
    public static void RequireDirectory(string path)
    {
        if (FileStatus.OfEntry(path) is { Kind: not FileKind.Directory and var kind })
        {
            throw new IOException($"'{path}' is {(kind == FileKind.Link ? "a link, which is not followed" : "a file, a directory was expected")}.");
        }
    }
}
