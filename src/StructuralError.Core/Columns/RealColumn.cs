using System.Globalization;

namespace StructuralError.Core.Columns;

/// <summary>A float64, written with the fewest digits that read back to the same bits; also <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
/// <inheritdoc cref="Column{T, TValue}" path="/param"/>
public sealed class RealColumn<T>(string header, Field<T, double>? field = null, Func<T, double>? get = null) : Column<T, double>(header, field, get)
{
    public override string Expected => "a number";

    public override double? Number(T row) => Value(ref row);

    private protected override bool Format(double value, Span<byte> destination, out int written) => TryFormat(value, destination, out written);

    private protected override bool Parse(ReadOnlySpan<byte> text, out double value) => TryParse(text, out value);

    internal static bool TryFormat(double value, Span<byte> destination, out int written)
    {
        if (!value.TryFormat(destination, out written, "R", Culture))
        {
            return false;
        }

        // .NET 10 writes 2^-25 and 2^-958 one digit short (dotnet/runtime#135582), so that they read back as their neighbour.
        // Nothing but a power of two, with its narrower gap below, is concerned.
        const long MantissaBits = (1L << 52) - 1;
        return (BitConverter.DoubleToInt64Bits(value) & MantissaBits) != 0
            || !double.IsFinite(value)
            || double.Parse(destination[..written], NumberStyles.Float, Culture).Equals(value)
            || value.TryFormat(destination, out written, "G17", Culture);
    }

    internal static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Style, Culture, out value))
        {
            return false;
        }

        // 1e999 would quietly become infinity: only the word itself may.
        return double.IsFinite(value) || text.SequenceEqual("NaN"u8) || text.SequenceEqual("Infinity"u8) || text.SequenceEqual("-Infinity"u8);
    }
}

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
