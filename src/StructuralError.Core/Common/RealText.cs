namespace StructuralError.Core.Common;

/// <summary>Numbers as people write them.</summary>
public static class RealText
{
    /// <summary>Whether a text that stands for another number was read as 0: <c>1e-400</c>.</summary>
    public static bool Vanishes(string text, double parsed)
    {
        int exponent = text.AsSpan().IndexOfAny('e', 'E');
        return parsed == 0 && text.AsSpan(0, exponent < 0 ? text.Length : exponent).ContainsAnyInRange('1', '9');
    }
}
