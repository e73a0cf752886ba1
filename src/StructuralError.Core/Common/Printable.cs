using System.Globalization;
using System.Text;

namespace StructuralError.Core.Common;

/// <summary>
/// The one filter for text that people see. What comes from somebody else's files or from the network must not steer a terminal, hide what stands beside it,
/// or fill the screen; and no password is shown.
/// </summary>
/// <remarks>Loads nothing that is not there anyway: it also prints why nothing more can be loaded.</remarks>
public static class Printable
{
    /// <summary>Characters that a value in a message may have.</summary>
    public const int LongestValue = 200;

    private const string AddressMark = "://";

    private const int LongestLine = 2000;

    // Longer lines are cut before values are looked for, which takes more than linear time.
    private const int LongestSearched = 8000;

    /// <summary>One line of results: no control characters and no passwords. Its length stays, because paths in it are for programs.</summary>
    public static string Result(string text) => Clean(WithoutSecrets(text), keepsLines: false);

    /// <summary>One line of a message: in addition, what stands in quotes or is one word is shortened to <see cref="LongestValue"/> characters.</summary>
    public static string Message(string text)
    {
        text = Result(text);
        return text.Length <= LongestValue ? text : Shorten(ShortenWords(ShortenQuotes(Shorten(text, LongestSearched))), LongestLine);
    }

    /// <summary>A text of several lines that this program made: line feeds and tabs stay.</summary>
    public static string Lines(string text) => Clean(text, keepsLines: true);

    /// <summary>A value in a table: one line of at most <see cref="LongestValue"/> characters.</summary>
    public static string Value(string text) => Shorten(Result(text), LongestValue);

    /// <summary>The same text with the user and password of every address left out: <c>https://…@example.org/</c>.</summary>
    public static string WithoutSecrets(string text)
    {
        for (int mark = text.IndexOf(AddressMark, StringComparison.Ordinal); mark >= 0; mark = text.IndexOf(AddressMark, mark + 1, StringComparison.Ordinal))
        {
            int start = mark + AddressMark.Length, end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('/' or '?' or '#'))
            {
                end++;
            }

            int user = text.AsSpan(start, end - start).LastIndexOf('@');
            text = user < 0 ? text : string.Concat(text.AsSpan(0, start), "…", text.AsSpan(start + user));
        }

        return text;
    }

    /// <summary>Whether a terminal may take the character for an order, or shows others in another order because of it.</summary>
    public static bool IsControl(char letter) =>
        char.IsControl(letter) || letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029';

    private static string Clean(string text, bool keepsLines)
    {
        char[]? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (IsControl(text[i]) && !(keepsLines && text[i] is '\n' or '\r' or '\t'))
            {
                (clean ??= text.ToCharArray())[i] = '\uFFFD';
            }
        }

        return clean is null ? text : new string(clean);
    }

    /// <summary>An apostrophe within a word opens and closes nothing.</summary>
    private static string ShortenQuotes(string text)
    {
        var shown = new StringBuilder();
        int from = 0;
        for (int open = 0; open < text.Length; open++)
        {
            if (text[open] == '\'' && (open == 0 || !char.IsLetterOrDigit(text[open - 1])) && ClosingQuote(text, open) is var close and > 0)
            {
                shown.Append(text, from, open + 1 - from).Append(Shorten(text[(open + 1)..close], LongestValue));
                (from, open) = (close, close);
            }
        }

        return shown.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Where the quote closes; -1 where it does not.</summary>
    private static int ClosingQuote(string text, int open)
    {
        int close = open + 1;
        while (close < text.Length && !(text[close] == '\'' && (close + 1 == text.Length || !char.IsLetterOrDigit(text[close + 1]))))
        {
            close++;
        }

        return close < text.Length ? close : -1;
    }

    private static string ShortenWords(string text)
    {
        var shown = new StringBuilder();
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            shown.Append(Shorten(text[start..end], LongestValue));
            if (end < text.Length)
            {
                shown.Append(text[end]);
            }

            start = end + 1;
        }

        return shown.ToString();
    }

    /// <summary>The beginning and the end, with the length where something was left out.</summary>
    private static string Shorten(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        string mark = string.Create(CultureInfo.InvariantCulture, $"… ({text.Length} characters) …");
        int end = longest / 4, start = longest - end - mark.Length;

        // Half a surrogate pair is no character.
        start -= char.IsHighSurrogate(text[start - 1]) ? 1 : 0;
        end -= char.IsLowSurrogate(text[^end]) ? 1 : 0;
        return string.Concat(text.AsSpan(0, start), mark, text.AsSpan(text.Length - end));
    }
}
