using System.Globalization;

namespace StructuralError.Core.Columns;

/// <summary>Where a row holds a value: for reading and for writing it.</summary>
public delegate ref TValue Field<T, TValue>(ref T row);

/// <summary>
/// One column of a table: its header, value → text and text → value. Header row, cells and reader all walk the same list of columns, so they cannot drift
/// apart. Text is UTF-8 and culture-independent; only a <see cref="TextColumn{T}"/> may need quotes.
/// </summary>
/// <typeparam name="T">What one line of the table holds.</typeparam>
public abstract class Column<T>(string header)
{
    /// <summary>No number's cell is longer, in bytes: a float64 takes 24 at most, an int64 takes 20.</summary>
    public const int MaximumCellBytes = 32;

    private protected static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public string Header { get; } = header;

    /// <summary>
    /// True for a column that the first version of the program did not write: a file without it is read as if its cells were empty, and an interrupted run that
    /// was begun without it goes on without it. Every column that is added to a file of a run is such a one.
    /// </summary>
    public bool IsOptional { get; init; }

    /// <summary>What a run must have for the column to be in its file. Such a column is optional.</summary>
    public RunTraits Needs { get; init; }

    /// <summary>What the cell must hold, for error messages: "a whole number".</summary>
    public abstract string Expected { get; }

    /// <summary>The value as a number, for figures; null where the cell is empty or holds no number.</summary>
    public virtual double? Number(T row) => null;

    /// <summary>Writes the cell as UTF-8. Allocates nothing, and leaves the row as it is.</summary>
    /// <returns>False where <paramref name="destination"/> is too short; <see cref="MaximumCellBytes"/> suffice for a number.</returns>
    public abstract bool TryFormat(ref T row, Span<byte> destination, out int written);

    /// <summary>Reads the cell into the row.</summary>
    /// <returns>False where the text is not <see cref="Expected"/>; the row is then as it was.</returns>
    /// <exception cref="NotSupportedException">The column was made for writing alone.</exception>
    public abstract bool TryParse(ReadOnlySpan<byte> text, ref T row);
}

/// <summary>A column with a value of one type.</summary>
/// <typeparam name="T">What one line of the table holds.</typeparam>
/// <typeparam name="TValue">The value’s type.</typeparam>
/// <param name="field">Where the row holds the value.</param>
/// <param name="get">In place of a field, for a column that is written and never read: the value.</param>
public abstract class Column<T, TValue>(string header, Field<T, TValue>? field, Func<T, TValue>? get) : Column<T>(header)
{
    public sealed override bool TryFormat(ref T row, Span<byte> destination, out int written) => Format(Value(ref row), destination, out written);

    public sealed override bool TryParse(ReadOnlySpan<byte> text, ref T row)
    {
        if (field is null)
        {
            throw new NotSupportedException($"Column {Header} is written, never read.");
        }

        bool good = Parse(text, out TValue? value);
        if (good)
        {
            field(ref row) = value!;
        }

        return good;
    }

    private protected TValue Value(ref T row) => field is null ? get!(row) : field(ref row);

    private protected abstract bool Format(TValue value, Span<byte> destination, out int written);

    private protected abstract bool Parse(ReadOnlySpan<byte> text, out TValue? value);
}
