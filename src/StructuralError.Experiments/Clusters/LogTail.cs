using System.Text;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Clusters;

/// <summary>The last lines of a log, however long it is.</summary>
internal static class LogTail
{
    private const int MostBytes = 4096;

    /// <summary>At most so many; none where it cannot be read.</summary>
    public static IReadOnlyList<string> Read(string path, int lines)
    {
        try
        {
            using FileStream file = RegularFile.OpenRead(path, bufferSize: 0);
            file.Position = Math.Max(0, file.Length - MostBytes);
            byte[] end = new byte[MostBytes];
            int length = file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
            return [.. Encoding.UTF8.GetString(end, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines)];
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            return [];
        }
    }
}
