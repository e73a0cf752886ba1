using System.Globalization;

namespace StructuralError.Runs.Columns;

/// <summary>A whole number, from 0 up unless a smaller one is allowed.</summary>
/// <param name="maximum">Largest value the row can hold.</param>
/// <param name="minimum">Smallest value the row can hold.</param>
public sealed class IntegerColumn<T>(string header, Func<T, long> get, Func<T, long, T>? set = null, long maximum = long.MaxValue, long minimum = 0)
    : Column<T>(header)
{
    public override string Expected => maximum == long.MaxValue ? "a whole number" : $"a whole number up to {maximum.ToString(Culture)}";

    public override double? Number(T row) => get(row);

    public override bool TryFormat(in T row, Span<byte> destination, out int written) =>
        get(row).TryFormat(destination, out written, default, Culture);

    public override bool TryParse(ReadOnlySpan<byte> text, T row, out T result)
    {
        NumberStyles style = minimum < 0 ? NumberStyles.AllowLeadingSign : NumberStyles.None;
        bool good = long.TryParse(text, style, Culture, out long value) && value >= minimum && value <= maximum;
        result = good ? Replace(set, row, value) : row;
        return good;
    }
}
