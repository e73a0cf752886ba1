namespace StructuralError.Runs.Storage;

/// <summary>Reads whole files into memory.</summary>
public static class FileBytes
{
    /// <summary>As many bytes as the file has: a device or a pipe, which has no length, gives none.</summary>
    /// <exception cref="IOException">It cannot be read, is larger than an array can be, or became shorter meanwhile.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a directory.</exception>
    public static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        long length = file.CanSeek ? file.Length : 0;
        if (length > Array.MaxLength)
        {
            throw new IOException(FormattableString.Invariant($"it has {length} bytes, more than {Array.MaxLength} that can be read at once"));
        }

        byte[] bytes = new byte[length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
