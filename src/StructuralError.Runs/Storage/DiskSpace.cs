namespace StructuralError.Runs.Storage;

/// <summary>What a file system has left.</summary>
public static class DiskSpace
{
    /// <summary>Bytes that this user may still write where a path lies, or will lie once it is made; null where the system does not tell.</summary>
    public static long? Free(string path)
    {
        try
        {
            string? place = Path.GetFullPath(path);
            while (place is not null && !Directory.Exists(place))
            {
                place = Path.GetDirectoryName(place);
            }

            return place is null ? null : new DriveInfo(place).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
