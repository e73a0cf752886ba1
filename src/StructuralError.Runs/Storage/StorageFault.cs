using StructuralError.Core.Common;

namespace StructuralError.Runs.Storage;

/// <summary>What the operating system refuses, told apart from faults of this program, and its words for the user.</summary>
public static class StorageFault
{
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Exit 74: the path, what was tried, the cause, what to do.</summary>
    /// <param name="doing">Ends the sentence that the path begins: <c>cannot be written</c>.</param>
    public static UserErrorException Error(string path, string doing, Exception cause) =>
        new(FailureKind.InputOutput, $"{path}: {doing}: {Sentence(cause.Message)} Check the disk, the free space and the permissions.", cause);

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
