using System.Text;

namespace StructuralError.Reporting.Html.Interaction;

/// <summary>
/// Whole numbers in few characters: the base 64 VLQ of source maps (ECMA-426). Five bits a character, the least significant first, the sixth bit set where more
/// follow; the very first bit is the sign. Small numbers, as differences of neighbouring values are, take one or two characters in place of three to five in
/// decimal.
/// </summary>
internal static class Vlq
{
    /// <summary>Stands for no number.</summary>
    public const char Gap = '.';

    // "+" would be escaped in JSON that stands in a page; "-" is not.
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static void Append(StringBuilder text, long number)
    {
        long rest = number < 0 ? (-number << 1) | 1 : number << 1;
        do
        {
            int digit = (int)(rest & 31);
            rest >>= 5;
            text.Append(Digits[rest > 0 ? digit | 32 : digit]);
        }
        while (rest > 0);
    }
}
