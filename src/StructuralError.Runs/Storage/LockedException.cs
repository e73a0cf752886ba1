namespace StructuralError.Runs.Storage;

/// <summary>The file is locked by a process that is alive.</summary>
public sealed class LockedException(string message, Exception inner) : IOException(message, inner)
{
    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] HeldElsewhere = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Whether the system refused a file because it is locked.</summary>
    public static bool Is(IOException exception) => HeldElsewhere.Contains(exception.HResult);
}
