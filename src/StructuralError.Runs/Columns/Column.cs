using System.Globalization;

namespace StructuralError.Runs.Columns;

/// <summary>
/// One column of a CSV file: its header, value → text and text → value. Header row, cells and reader all walk the same list of columns,
/// so they cannot drift apart. Text is UTF-8 and culture-independent; only a <see cref="TextColumn{T}"/> may need quotes.
/// </summary>
/// <typeparam name="T">What one line of the file holds.</typeparam>
public abstract class Column<T>(string header)
{
    /// <summary>No number's cell is longer, in bytes: a float64 takes 24 at most, an int64 takes 20.</summary>
    public const int MaximumCellBytes = 32;

    public string Header { get; } = header;

    /// <summary>
    /// True for a column that the first version of the program did not write: a file without it is read as if its cells were empty, and an interrupted run that
    /// was begun without it goes on without it. Every column that is added to a file of a run is such a one, and the table's blank row says what empty means.
    /// </summary>
    public bool IsOptional { get; init; }

    /// <summary>What the cell must hold, for error messages: "a whole number".</summary>
    public abstract string Expected { get; }

    /// <summary>The value as a number, for figures; null where the cell is empty or holds no number.</summary>
    public virtual double? Number(T row) => null;

    /// <summary>Writes the cell as UTF-8. Allocates nothing.</summary>
    /// <returns>False where <paramref name="destination"/> is too short; <see cref="MaximumCellBytes"/> suffice for a number.</returns>
    public abstract bool TryFormat(in T row, Span<byte> destination, out int written);

    /// <summary>Reads the cell: <paramref name="result"/> is <paramref name="row"/> with this column's value replaced.</summary>
    /// <returns>False where the text is not <see cref="Expected"/>.</returns>
    /// <exception cref="NotSupportedException">The column was made for writing alone.</exception>
    public abstract bool TryParse(ReadOnlySpan<byte> text, T row, out T result);

    private protected T Replace<TValue>(Func<T, TValue, T>? set, T row, TValue value) =>
        (set ?? throw new NotSupportedException($"Column {Header} is written, never read."))(row, value);

    private protected static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
}
