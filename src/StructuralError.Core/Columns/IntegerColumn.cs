using System.Globalization;
using System.Numerics;

namespace StructuralError.Core.Columns;

/// <summary>A whole number that the row's type of integer can hold, from 0 up unless it may be negative.</summary>
/// <inheritdoc cref="Column{T, TValue}" path="/param"/>
public sealed class IntegerColumn<T, TInteger>(string header, Field<T, TInteger>? field = null, Func<T, TInteger>? get = null)
    : Column<T, TInteger>(header, field, get)
    where TInteger : IBinaryInteger<TInteger>, IMinMaxValue<TInteger>
{
    public bool MayBeNegative { get; init; }

    /// <summary>The largest value that is read.</summary>
    public TInteger Largest { get; init; } = TInteger.MaxValue;

    public override string Expected =>
        typeof(TInteger) == typeof(long) && Largest == TInteger.MaxValue ? "a whole number" : $"a whole number up to {Largest.ToString(null, Culture)}";

    public override double? Number(T row) => double.CreateChecked(Value(ref row));

    private protected override bool Format(TInteger value, Span<byte> destination, out int written) =>
        value.TryFormat(destination, out written, default, Culture);

    private protected override bool Parse(ReadOnlySpan<byte> text, out TInteger? value) =>
        TInteger.TryParse(text, MayBeNegative ? NumberStyles.AllowLeadingSign : NumberStyles.None, Culture, out value) && value <= Largest;
}
