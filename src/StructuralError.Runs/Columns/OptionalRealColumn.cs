namespace StructuralError.Runs.Columns;

/// <summary>As <see cref="RealColumn{T}"/>, or nothing at all: an empty cell.</summary>
public sealed class OptionalRealColumn<T>(string header, Func<T, double?> get, Func<T, double?, T>? set = null) : Column<T>(header)
{
    public override string Expected => "a number or empty";

    public override double? Number(T row) => get(row);

    public override bool TryFormat(in T row, Span<byte> destination, out int written)
    {
        double? value = get(row);
        if (value is null)
        {
            written = 0;
            return true;
        }

        return RealColumn<T>.TryFormat(value.Value, destination, out written);
    }

    public override bool TryParse(ReadOnlySpan<byte> text, T row, out T result)
    {
        double value = 0;
        bool good = text.IsEmpty || RealColumn<T>.TryParse(text, out value);
        result = good ? Replace(set, row, text.IsEmpty ? null : value) : row;
        return good;
    }
}
