using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

/// <summary>A PDF file read back as ISO 32000-1 says: through its trailer and cross-reference table, not by searching for objects.</summary>
internal sealed partial class PdfFile
{
    private readonly byte[] _bytes;
    private readonly string _text;

    public PdfFile(byte[] bytes)
    {
        (_bytes, _text) = (bytes, Encoding.Latin1.GetString(bytes));
        Assert.StartsWith("%PDF-1.7\n", _text, StringComparison.Ordinal);
        Match end = End().Match(_text);
        Assert.True(end.Success, "no trailer at the end");
        int table = int.Parse(end.Groups["table"].Value, CultureInfo.InvariantCulture);
        Trailer = end.Groups["trailer"].Value;
        Match head = TableHead().Match(_text, table);
        Assert.True(head.Success && head.Index == table, "startxref does not point at the table");
        int count = int.Parse(head.Groups["count"].Value, CultureInfo.InvariantCulture);
        Assert.Equal("0000000000 65535 f \n", _text.Substring(table + head.Length, 20));
        Objects = [.. Enumerable.Range(1, count - 1).Select(number => Object(number, _text.Substring(table + head.Length + (20 * number), 20)))];
        Assert.Contains($"/Size {count}", Trailer, StringComparison.Ordinal);
    }

    public string Trailer { get; }

    /// <summary>From 1 on, without their frames.</summary>
    public IReadOnlyList<string> Objects { get; }

    public string Root => Follow(Trailer, "Root");

    public string Info => Follow(Trailer, "Info");

    public string Page => Follow(Follow(Root, "Pages"), @"Kids\[");

    /// <summary>The page's operators.</summary>
    public string Content => Encoding.Latin1.GetString(Stream(Follow(Page, "Contents")));

    /// <summary>What a stream holds, decompressed.</summary>
    public static byte[] Stream(string stream)
    {
        int start = stream.IndexOf("stream\n", StringComparison.Ordinal) + 7;
        int length = int.Parse(Length().Match(stream).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal("\nendstream", stream[(start + length)..]);
        using ZLibStream zlib = new(new MemoryStream(Encoding.Latin1.GetBytes(stream.Substring(start, length))), CompressionMode.Decompress);
        using MemoryStream content = new();
        zlib.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>What all references name.</summary>
    public IEnumerable<int> References => Reference().Matches(Trailer + string.Concat(Objects.Where(content => !content.Contains("endstream", StringComparison.Ordinal)))).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    /// <summary>The object that a key of a dictionary names.</summary>
    public string Follow(string from, string key)
    {
        Match match = Regex.Match(from, key + @"\s?(\d+) 0 R");
        Assert.True(match.Success, $"no {key} in {from}");
        return Objects[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1];
    }

    private string Object(int number, string entry)
    {
        Assert.Matches(@"^\d{10} 00000 n \n$", entry);
        int offset = int.Parse(entry[..10], CultureInfo.InvariantCulture);
        string head = FormattableString.Invariant($"{number} 0 obj\n");
        Assert.Equal(head, _text.Substring(offset, head.Length));
        int end = _text.IndexOf("\nendobj\n", offset, StringComparison.Ordinal);
        Assert.True(end > 0 && end < _bytes.Length);
        return _text[(offset + head.Length)..end];
    }

    [GeneratedRegex(@"trailer\n(?<trailer><<.*>>)\nstartxref\n(?<table>\d+)\n%%EOF\n$")]
    private static partial Regex End();

    [GeneratedRegex(@"xref\n0 (?<count>\d+)\n")]
    private static partial Regex TableHead();

    [GeneratedRegex(@"/Length (\d+)>>")]
    private static partial Regex Length();

    [GeneratedRegex(@"(\d+) 0 R")]
    private static partial Regex Reference();
}
