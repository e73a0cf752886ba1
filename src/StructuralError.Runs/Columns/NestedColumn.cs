namespace StructuralError.Runs.Columns;

/// <summary>A column of something that the row holds.</summary>
/// <param name="inner">The column of the thing held.</param>
public sealed class NestedColumn<T, TInner>(Column<TInner> inner, Func<T, TInner> get, Func<T, TInner, T> set) : Column<T>(inner.Header)
{
    public override string Expected => inner.Expected;

    public override bool TryFormat(in T row, Span<byte> destination, out int written) => inner.TryFormat(get(row), destination, out written);

    public override bool TryParse(ReadOnlySpan<byte> text, T row, out T result)
    {
        bool good = inner.TryParse(text, get(row), out TInner changed);
        result = good ? set(row, changed) : row;
        return good;
    }
}
