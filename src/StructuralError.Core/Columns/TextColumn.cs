using System.Text;

namespace StructuralError.Core.Columns;

/// <summary>A text that is not empty, in quotes where CSV needs them (RFC 4180). It has no line breaks, so that a line of the file is a row.</summary>
/// <inheritdoc cref="Column{T, TValue}" path="/param"/>
public sealed class TextColumn<T>(string header, Field<T, string>? field = null, Func<T, string>? get = null) : Column<T, string>(header, field, get)
{
    public override string Expected => "a text";

    /// <exception cref="InvalidOperationException">The text has a line break.</exception>
    private protected override bool Format(string value, Span<byte> destination, out int written)
    {
        if (value.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw new InvalidOperationException($"Column {Header} cannot hold a line break.");
        }

        bool isQuoted = value.AsSpan().IndexOfAny(',', '"') >= 0;
        return Encoding.UTF8.TryGetBytes(isQuoted ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value, destination, out written);
    }

    private protected override bool Parse(ReadOnlySpan<byte> text, out string? value)
    {
        value = text.IsEmpty ? null : Encoding.UTF8.GetString(text);
        return value is not null;
    }
}
