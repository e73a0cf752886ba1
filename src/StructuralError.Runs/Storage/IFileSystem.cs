namespace StructuralError.Runs.Storage;

/// <summary>
/// Every way in which a run changes the disk, so that a test can make any single one of them fail. Reading needs no seam: it changes nothing.
/// Implementations throw <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>, as .NET does.
/// </summary>
public interface IFileSystem
{
    /// <summary>Makes a directory with its parents; one that is there already is left as it is.</summary>
    void CreateDirectory(string path);

    /// <summary>A new file, unbuffered: each write is handed to the operating system as it is. Others may read it meanwhile.</summary>
    /// <param name="replaced">A file that this one will replace, whose rights it takes over where it is there.</param>
    /// <exception cref="IOException">There is a file of this name.</exception>
    Stream Create(string path, string? replaced = null);

    /// <summary>
    /// An existing file, cut to <paramref name="length"/> bytes and written from there on; unbuffered. A link is not followed, and a file with a second name is
    /// not touched.
    /// </summary>
    Stream Continue(string path, long length);

    /// <summary>Opens a file, made where it is missing, under an exclusive lock that ends with the stream or with the process.</summary>
    /// <exception cref="LockedException">Another process, or this one, holds it.</exception>
    Stream Lock(string path);

    /// <summary>Waits until what was written to a file of this seam is on the disk.</summary>
    void FlushToDisk(Stream file);

    /// <summary>Closes a file of this seam. Network file systems report only now that what was written is lost.</summary>
    void Close(Stream file);

    /// <summary>Renames within one directory, over a file that is there.</summary>
    void Move(string from, string to);

    /// <summary>Deletes a file; one that is missing is no error.</summary>
    void Delete(string path);

    /// <exception cref="IOException">There is something in it.</exception>
    void DeleteDirectory(string path);

    /// <summary>Waits until the directory's entries, new and renamed ones among them, are on the disk.</summary>
    void SyncDirectory(string path);
}
