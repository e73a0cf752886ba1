using System.Text;

namespace StructuralError.Running;

/// <summary>Files that appear whole or not at all: written aside in the same directory, flushed to the disk, renamed, and the directory flushed.</summary>
public static class DurableFile
{
    /// <summary>Ending of files that are being written. One that is left over belongs to a process that died.</summary>
    public const string TemporaryEnding = ".tmp";

    /// <exception cref="IOException">The disk is full, …; what was there before is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write here.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, byte[] content)
    {
        string full = Path.GetFullPath(path);
        string directory = Path.GetDirectoryName(full)!;
        string temporary = Path.Combine(directory, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}{TemporaryEnding}");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        DirectorySync.Flush(directory);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The write itself failed and is about to be reported; that the rest cannot be removed adds nothing.
        }
    }
}
