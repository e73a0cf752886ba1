using System.Globalization;

namespace StructuralError.Reporting.Csv;

/// <summary>A whole number from 0 up.</summary>
/// <param name="maximum">Largest value the row can hold.</param>
public sealed class IntegerColumn<T>(string header, Func<T, long> get, Func<T, long, T>? set = null, long maximum = long.MaxValue)
    : Column<T>(header)
{
    public override string Expected => maximum == long.MaxValue ? "a whole number" : $"a whole number up to {maximum.ToString(Culture)}";

    public override double? Number(T row) => get(row);

    public override bool TryFormat(T row, Span<byte> destination, out int written) =>
        get(row).TryFormat(destination, out written, default, Culture);

    public override bool TryParse(ReadOnlySpan<byte> text, T row, out T result)
    {
        bool good = long.TryParse(text, NumberStyles.None, Culture, out long value) && value <= maximum;
        result = good ? Replace(set, row, value) : row;
        return good;
    }
}
