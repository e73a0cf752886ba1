using System.Text;

namespace StructuralError.Runs.Columns;

/// <summary>A text that is not empty, in quotes where CSV needs them (RFC 4180). It has no line breaks, so that a line of the file is a row.</summary>
public sealed class TextColumn<T>(string header, Func<T, string> get, Func<T, string, T>? set = null) : Column<T>(header)
{
    public override string Expected => "a text";

    /// <exception cref="InvalidOperationException">The text has a line break.</exception>
    public override bool TryFormat(in T row, Span<byte> destination, out int written)
    {
        string text = get(row);
        if (text.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw new InvalidOperationException($"Column {Header} cannot hold a line break.");
        }

        bool isQuoted = text.AsSpan().IndexOfAny(',', '"') >= 0;
        return Encoding.UTF8.TryGetBytes(isQuoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text, destination, out written);
    }

    public override bool TryParse(ReadOnlySpan<byte> text, T row, out T result)
    {
        result = text.IsEmpty ? row : Replace(set, row, Encoding.UTF8.GetString(text));
        return !text.IsEmpty;
    }
}
