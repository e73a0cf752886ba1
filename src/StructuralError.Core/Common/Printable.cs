using System.Globalization;
using System.Text.RegularExpressions;

namespace StructuralError.Core.Common;

/// <summary>
/// The one filter for text that people see. What comes from somebody else's files or from the network must not steer a terminal, hide what stands beside it,
/// or fill the screen; and no password is shown.
/// </summary>
public static partial class Printable
{
    /// <summary>Characters that a value in a message may have.</summary>
    public const int LongestValue = 200;

    private const int LongestLine = 2000;

    // Longer lines are cut before values are looked for, which takes more than linear time.
    private const int LongestSearched = 8000;

    /// <summary>One line of results: no control characters and no passwords. Its length stays, because paths in it are for programs.</summary>
    public static string Result(string text) => Clean(WithoutSecrets(text), keepsLines: false);

    /// <summary>One line of a message: in addition, what stands in quotes or is one word is shortened to <see cref="LongestValue"/> characters.</summary>
    public static string Message(string text)
    {
        text = Result(text);
        if (text.Length <= LongestValue)
        {
            return text;
        }

        text = Quoted().Replace(Shorten(text, LongestSearched), match => $"'{Shorten(match.Groups[1].Value, LongestValue)}'");
        text = LongWord().Replace(text, match => Shorten(match.Value, LongestValue));
        return Shorten(text, LongestLine);
    }

    /// <summary>A text of several lines that this program made: line feeds and tabs stay.</summary>
    public static string Lines(string text) => Clean(text, keepsLines: true);

    /// <summary>A value in a table: one line of at most <see cref="LongestValue"/> characters.</summary>
    public static string Value(string text) => Shorten(Result(text), LongestValue);

    /// <summary>The same text with the user and password of every address left out: <c>https://…@example.org/</c>.</summary>
    public static string WithoutSecrets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains("://", StringComparison.Ordinal) ? UserInfo().Replace(text, "://…@") : text;
    }

    /// <summary>Whether a terminal may take the character for an order, or shows others in another order because of it.</summary>
    public static bool IsControl(char letter) =>
        char.IsControl(letter) || letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029';

    private static string Clean(string text, bool keepsLines)
    {
        bool IsBad(char letter) => IsControl(letter) && !(keepsLines && letter is '\n' or '\r' or '\t');
        return text.Any(IsBad) ? string.Concat(text.Select(letter => IsBad(letter) ? '\uFFFD' : letter)) : text;
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

    [GeneratedRegex(@"://[^\s/?#]*@")]
    private static partial Regex UserInfo();

    // An apostrophe within a word opens and closes nothing.
    [GeneratedRegex(@"(?<!\w)'(.*?)'(?!\w)")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\S{201,}")]
    private static partial Regex LongWord();
}
