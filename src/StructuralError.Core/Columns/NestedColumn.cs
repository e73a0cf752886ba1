namespace StructuralError.Core.Columns;

/// <summary>A column of something that the row holds.</summary>
/// <param name="inner">The column of the thing held.</param>
public sealed class NestedColumn<T, TInner>(Column<TInner> inner, Field<T, TInner> field) : Column<T>(inner.Header)
{
    public override string Expected => inner.Expected;

    public override bool TryFormat(ref T row, Span<byte> destination, out int written) => inner.TryFormat(ref field(ref row), destination, out written);

    public override bool TryParse(ReadOnlySpan<byte> text, ref T row) => inner.TryParse(text, ref field(ref row));
}
