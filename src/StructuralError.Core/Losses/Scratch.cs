namespace StructuralError.Core.Losses;

/// <summary>How much a loss may take from the stack.</summary>
internal static class Scratch
{
    /// <summary>Whether so many numbers may. More classes than this are seldom, and then the heap does.</summary>
    public static bool IsSmall(int length) => length <= 256;
}
