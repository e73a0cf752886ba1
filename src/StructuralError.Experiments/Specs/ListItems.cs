using System.Text;

namespace StructuralError.Experiments.Specs;

/// <summary>Takes a list apart at its commas. One in quotes or behind a backslash belongs to the value.</summary>
internal static class ListItems
{
    private const char Comma = ',';
    private const char Escape = '\\';

    /// <summary>
    /// The items without the blanks around them, and whether quotes stood around them. A quote that is not closed, or within a value, is a letter.
    /// </summary>
    public static IEnumerable<(string Text, bool IsQuoted)> Split(string text)
    {
        for (int at = 0; at <= text.Length;)
        {
            int start = text.Length - text.AsSpan(at).TrimStart(' ').Length;
            if (ClosingQuote(text, start) is { } close)
            {
                yield return (text[(start + 1)..close], true);
                at = End(text, close + 1) + 1;
                continue;
            }

            var item = new StringBuilder();
            for (; at < text.Length && text[at] != Comma; at++)
            {
                at += text[at] == Escape && at + 1 < text.Length && text[at + 1] == Comma ? 1 : 0;
                item.Append(text[at]);
            }

            yield return (item.ToString().Trim(), false);
            at++;
        }
    }

    /// <summary>Where the quote closes that stands at a place; null unless nothing but blanks follow up to the next comma.</summary>
    private static int? ClosingQuote(string text, int start)
    {
        if (start >= text.Length || text[start] is not ('"' or '\''))
        {
            return null;
        }

        for (int close = text.IndexOf(text[start], start + 1); close >= 0; close = text.IndexOf(text[start], close + 1))
        {
            if (string.IsNullOrWhiteSpace(text[(close + 1)..End(text, close + 1)]))
            {
                return close;
            }
        }

        return null;
    }

    private static int End(string text, int from) => text.IndexOf(Comma, from) is >= 0 and var comma ? comma : text.Length;
}
