using StructuralError.Running;

namespace StructuralError.Reporting;

/// <summary>Writes files that appear whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes aside in the same directory, flushes to disk, renames.</summary>
    /// <exception cref="UserErrorException"><see cref="ExitCodes.InputOutput"/>: the file system refuses.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string aside = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            try
            {
                using (FileStream file = new(aside, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    file.Write(bytes);
                    file.Flush(flushToDisk: true);
                }

                File.Move(aside, path, overwrite: true);
            }
            catch
            {
                File.Delete(aside);
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ExitCodes.InputOutput, $"{path}: cannot be written: {exception.Message}", exception);
        }
    }
}
