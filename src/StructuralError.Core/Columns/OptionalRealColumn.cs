namespace StructuralError.Core.Columns;

/// <summary>As <see cref="RealColumn{T}"/>, or nothing at all: an empty cell.</summary>
/// <inheritdoc cref="Column{T, TValue}" path="/param"/>
public sealed class OptionalRealColumn<T>(string header, Field<T, double?>? field = null, Func<T, double?>? get = null) : Column<T, double?>(header, field, get)
{
    public override string Expected => "a number or empty";

    public override double? Number(T row) => Value(ref row);

    private protected override bool Format(double? value, Span<byte> destination, out int written)
    {
        written = 0;
        return value is not { } number || RealColumn<T>.TryFormat(number, destination, out written);
    }

    private protected override bool Parse(ReadOnlySpan<byte> text, out double? value)
    {
        bool good = RealColumn<T>.TryParse(text, out double number);
        value = good ? number : null;
        return good || text.IsEmpty;
    }
}
