using System.Buffers;

namespace StructuralError.Runs.Storage;

/// <summary>
/// The names of files that are being written: <c>.NAME.xxxxxxxx.xxx.tmp</c>, beside the file that they will be. One that is left over belongs to a process that
/// died.
/// </summary>
public static class TemporaryName
{
    private const string Ending = ".tmp";
    private const int RandomLength = 12;
    private const int RandomDot = 8;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    // What Path.GetRandomFileName makes its names of.
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz012345");

    /// <summary>A new one.</summary>
    /// <param name="name">Of the file, without its directory.</param>
    public static string Of(string name) => $".{name}.{Path.GetRandomFileName()}{Ending}";

    /// <summary>The name of the file that a temporary one was to become; null where it is no such name.</summary>
    public static string? Target(string name)
    {
        int length = name.Length - RandomLength - Ending.Length - 2;
        if (length <= 0 || name[0] != '.' || name[length + 1] != '.' || !name.EndsWith(Ending, StringComparison.Ordinal))
        {
            return null;
        }

        ReadOnlySpan<char> random = name.AsSpan(length + 2, RandomLength);
        bool isRandom = random[RandomDot] == '.' && !random[..RandomDot].ContainsAnyExcept(Letters) && !random[(RandomDot + 1)..].ContainsAnyExcept(Letters);
        return isRandom ? name.Substring(1, length) : null;
    }

    /// <summary>
    /// Deletes what killed processes left in a directory, which does no harm where it stays. A file that is being written is locked by its process, though not
    /// when it was just made or is about to be renamed: what was written a moment ago stays, whoever wrote it. Where the system has no locks, the writer of a
    /// file that rested for longer ends with an error.
    /// </summary>
    /// <param name="isOwn">Whether a file of this name is one that the caller writes.</param>
    public static void Sweep(string directory, Func<string, bool> isOwn) => StorageFault.Ignore(() =>
    {
        IEnumerable<string> own = Directory.EnumerateFiles(directory, ".*" + Ending).Where(
            path => Target(Path.GetFileName(path)) is { } target && isOwn(target) && FileStatus.OfEntry(path)?.Kind == FileKind.Regular
                && (DateTime.UtcNow - File.GetLastWriteTimeUtc(path)).Duration() > Moment);
        foreach (string path in own)
        {
            // Refused where its writer lives, or another has deleted it.
            StorageFault.Ignore(
                () => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose());
        }
    });
}
