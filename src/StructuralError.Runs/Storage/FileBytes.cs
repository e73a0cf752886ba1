namespace StructuralError.Runs.Storage;

/// <summary>Reads whole files into memory.</summary>
public static class FileBytes
{
    /// <summary>All of a regular file.</summary>
    /// <exception cref="IOException">It cannot be read, is no regular file, is larger than an array can be, or became shorter meanwhile.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, bufferSize: 0);
        if (file.Length > Array.MaxLength)
        {
            throw new IOException(FormattableString.Invariant($"it has {file.Length} bytes, more than {Array.MaxLength} that can be read at once"));
        }

        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
