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

    /// <summary>Does what the system may refuse, and gives the refusal its words.</summary>
    /// <inheritdoc cref="Error" path="/param"/>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: it was refused.</exception>
    public static T Guard<T>(string path, string doing, Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception exception) when (Is(exception))
        {
            throw Error(path, doing, exception);
        }
    }

    /// <inheritdoc cref="Guard{T}(string, string, Func{T})"/>
    public static void Guard(string path, string doing, Action operation) => Guard(path, doing, () =>
    {
        operation();
        return true;
    });

    /// <summary>Tries what may as well be left undone where the system refuses it.</summary>
    public static void Ignore(Action operation)
    {
        try
        {
            operation();
        }
        catch (Exception exception) when (Is(exception))
        {
            // The caller says why it does no harm.
        }
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
