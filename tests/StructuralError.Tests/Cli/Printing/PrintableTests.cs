using StructuralError.Core.Common;
using Xunit;

namespace StructuralError.Tests.Cli.Printing;

/// <summary>What the one filter lets through.</summary>
public sealed class PrintableTests
{
    [Theory]
    [InlineData("x\u001b]0;owned\u0007", "x\uFFFD]0;owned\uFFFD")]
    [InlineData("a\0b\r\nc\td", "a\uFFFDb\uFFFD\uFFFDc\uFFFDd")]
    [InlineData("\u009b31mred", "\uFFFD31mred")]
    [InlineData("a\u202Eb\u202Ac\u2066d\u2069e\u2028f", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf")]
    [InlineData("λ_min ≥ 1 — größer, 日本", "λ_min ≥ 1 — größer, 日本")]
    public void Message_ControlCharacters_AreReplaced(string text, string expected) => Assert.Equal(expected, Printable.Message(text));

    [Theory]
    [InlineData("https://user:password@example.org/x", "https://…@example.org/x")]
    [InlineData("--mirror=http://u:p@ss@host, http://plain/", "--mirror=http://…@host, http://plain/")]
    [InlineData("https://host/path@2 and me@home", "https://host/path@2 and me@home")]
    public void WithoutSecrets_Addresses_KeepNoUser(string text, string expected) => Assert.Equal(expected, Printable.WithoutSecrets(text));

    [Fact]
    public void Message_LongWord_IsShortenedToTwoHundredWithItsLength()
    {
        string message = Printable.Message($"steps.csv: '{new string('x', 1_000_000)}' is not a number.");
        Assert.InRange(message.Length, 100, 300);
        Assert.EndsWith("is not a number.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_LongValueOfManyWords_IsShortenedWhereItIsQuoted()
    {
        string value = string.Concat(Enumerable.Repeat("ab ", 300));
        string message = Printable.Message($"the run's file: '{value}' is nothing that the program's reader knows.");
        Assert.Contains("… (900 characters) …", message, StringComparison.Ordinal);
        Assert.StartsWith("the run's file: 'ab ab", message, StringComparison.Ordinal);
        Assert.EndsWith("' is nothing that the program's reader knows.", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 200, 300);
    }

    [Fact]
    public void Message_LongSentence_StaysUpToTwoThousand()
    {
        string sentence = string.Concat(Enumerable.Repeat("word ", 300)).Trim();
        Assert.Equal(sentence, Printable.Message(sentence));
        Assert.Equal(2000, Printable.Message(sentence + sentence).Length);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(5000)]
    public void Value_AnyLength_IsOfAtMostTwoHundredAndWholeCharacters(int length)
    {
        string value = Printable.Value(string.Concat(Enumerable.Repeat("😀", length / 2)) + (length % 2 == 1 ? "x" : ""));
        Assert.InRange(value.Length, 1, Printable.LongestValue);
        Assert.DoesNotContain('\uFFFD', value.EnumerateRunes().Select(rune => (char)Math.Min(rune.Value, 'z')));
        Assert.All(value.EnumerateRunes(), rune => Assert.NotEqual(System.Text.Rune.ReplacementChar, rune));
    }

    [Fact]
    public void Result_LongPath_StaysAsItIs()
    {
        string path = string.Join('/', Enumerable.Repeat("directory", 100));
        Assert.Equal(path, Printable.Result(path));
    }
}
