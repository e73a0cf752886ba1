namespace StructuralError.Runs.Storage;

/// <summary>Reads how a file begins, to tell what it is.</summary>
public static class FileStart
{
    /// <summary>At most so many bytes; fewer where the file is shorter, none where it cannot be read.</summary>
    public static byte[] Read(string path, int length)
    {
        try
        {
            using FileStream file = RegularFile.OpenRead(path, bufferSize: 0);
            byte[] bytes = new byte[length];
            return bytes[..file.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            return [];
        }
    }
}
