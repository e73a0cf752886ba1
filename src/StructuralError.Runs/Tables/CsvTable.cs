using System.Globalization;
using System.Text;
using CsvHelper;
using StructuralError.Core.Columns;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Tables;

/// <summary>
/// A table in a CSV file: its columns, and how it is written and read. It is read strictly: cells that are what their column says, rows in an order that the
/// table accepts. Two things are forgiven: a last line without its end, which a killed run leaves behind, and what other versions of the program write, fewer
/// columns or more (see <see cref="Column{T}.IsOptional"/>).
/// </summary>
/// <param name="columns">In the order in which a new file has them.</param>
/// <param name="remedy">What to do about a broken file, as a sentence.</param>
/// <param name="order">Looks at the rows of one file; null where any order is good.</param>
public sealed class CsvTable<T>(IReadOnlyList<Column<T>> columns, string remedy, Func<RowOrder<T>>? order = null)
{
    // The header is read as a record like the others: a blank first line must not be passed over.
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        AllowLineBreaksInQuotes = false,
        TrackLineNumbers = true,
        Encoding = Encoding.UTF8,
    };

    /// <summary>The row that a line's cells are read into. A column that the file lacks keeps its value.</summary>
    public Func<T> Blank { get; init; } = () => default!;

    /// <summary>Rows that a writer holds back before it formats them; 0 for none.</summary>
    public int Held { get; init; }

    /// <summary>In the order in which a new file has them.</summary>
    public IReadOnlyList<Column<T>> Columns { get; } = columns;

    /// <summary>The first line of a new file that has all columns, without its end.</summary>
    public string Header { get; } = HeaderOf(columns);

    /// <summary>Writes rows to the start of a file, or to the end of one that is there, in that file's own columns.</summary>
    /// <param name="write">Is given whole rows.</param>
    /// <param name="header">The first line of the file that is gone on with; null at the start of a file.</param>
    /// <param name="traits">What the run has: a new file leaves out the columns that need more.</param>
    /// <exception cref="ArgumentException">The file that is there cannot be gone on with: see <see cref="Misfit"/>.</exception>
    public CsvRowWriter<T> Writer(Action<ReadOnlySpan<byte>> write, string? header = null, RunTraits traits = RunTraits.All)
    {
        if (header is null)
        {
            Column<T>[] columns = [.. Columns.Where(column => (column.Needs & ~traits) == RunTraits.None)];
            return new CsvRowWriter<T>(write, columns, HeaderOf(columns), Held);
        }

        return Misfit(header) is { } misfit
            ? throw new ArgumentException($"The file {misfit}.", nameof(header))
            : new CsvRowWriter<T>(write, Arrange(header.Split(','))!, null, Held);
    }

    /// <summary>The whole content of a file.</summary>
    public byte[] ToBytes(IEnumerable<T> rows)
    {
        using var memory = new MemoryStream();
        using (CsvRowWriter<T> writer = Writer(memory.Write))
        {
            foreach (T row in rows)
            {
                writer.Write(row);
            }
        }

        return memory.ToArray();
    }

    /// <summary>Why rows cannot be added to a file with this header, as words that follow the file's name; null where they can.</summary>
    public string? Misfit(string header)
    {
        string[] names = header.Split(',');
        return Array.Find(names, name => Columns.All(column => column.Header != name)) is { } unknown
                ? $"has the column '{unknown}', which this version of the program does not write"
            : Arrange(names) is null ? "lacks a column that this version of the program needs, or has one twice"
            : null;
    }

    /// <summary>The rows of a file, in order.</summary>
    /// <param name="warn">Is told what was dropped.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.BadData"/>: names file, line, column and value of the first thing wrong;
    /// <see cref="FailureKind.InputOutput"/>: the file cannot be read.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public IReadOnlyList<T> Read(string path, Action<string>? warn = null, CancellationToken cancellation = default)
    {
        using FileStream file = Guard(path, () => RegularFile.OpenRead(path, bufferSize: 0));
        return ReadAll(file, path, warn, cancellation);
    }

    /// <summary>The rows of a file, read while they are looked at, so that a long one takes no memory. The file stays open until then.</summary>
    /// <inheritdoc cref="Read"/>
    public IEnumerable<T> Stream(string path, Action<string>? warn = null)
    {
        using FileStream file = Guard(path, () => RegularFile.OpenRead(path, bufferSize: 0));
        foreach (T row in Rows(file, path, NewOrder(), warn, default))
        {
            yield return row;
        }
    }

    /// <param name="name">What messages call the file.</param>
    /// <inheritdoc cref="Read"/>
    public IReadOnlyList<T> Parse(byte[] utf8, string name, Action<string>? warn = null) => ReadAll(new MemoryStream(utf8), name, warn, default);

    private List<T> ReadAll(Stream file, string name, Action<string>? warn, CancellationToken cancellation)
    {
        RowOrder<T> order = NewOrder();
        List<T> rows = [];
        foreach (T row in Rows(file, name, order, warn, cancellation))
        {
            if (rows.Count == rows.Capacity && rows.Count > 0)
            {
                rows.EnsureCapacity(Expected(rows.Count, (double)file.Length / file.Position));
            }

            rows.Add(row);
        }

        if (order.Incomplete is { Rows: > 0 and var excess } incomplete)
        {
            warn?.Invoke($"{name}: {incomplete.Words}");
            rows.RemoveRange(rows.Count - excess, excess);
        }

        return rows;
    }

    private static string HeaderOf(IEnumerable<Column<T>> columns) => string.Join(',', columns.Select(column => column.Header));

    /// <summary>How many rows there will be, going by those so far, so that a long list is seldom copied; a guess, and not trusted far.</summary>
    /// <param name="rest">The file's length over what was read of it.</param>
    private static int Expected(int rows, double rest) => (int)Math.Clamp(1.02 * rest * rows, 2.0 * rows, Math.Min(16.0 * rows, Array.MaxLength));

    private RowOrder<T> NewOrder() => order?.Invoke() ?? new();

    private IEnumerable<T> Rows(Stream file, string name, RowOrder<T> rowOrder, Action<string>? warn, CancellationToken cancellation)
    {
        var blocks = new LineBlocks(file);
        Column<T>?[]? present = null;
        long line = 0;
        while (Guard(name, blocks.Next) is { IsEmpty: false } block)
        {
            cancellation.ThrowIfCancellationRequested();
            if (present is null && TextEncoding.Foreign(block.Span) is { } encoding)
            {
                throw Bad($"{name}: is {encoding} text; the program writes UTF-8. {remedy}");
            }

            using CsvReader reader = CsvReader.Create(block, Options);
            if (present is null)
            {
                Next(reader, name, line);
                string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
                present = Arrange(names) ?? throw Bad(HeaderFault(names, name));
            }

            while (Next(reader, name, line))
            {
                T row = ReadRow(reader, present, name, line);
                if (rowOrder.Objection(row) is { } words)
                {
                    throw Bad($"{name}, line {Text(line + reader.LineNumber)}, {words} {remedy}");
                }

                yield return row;
            }

            line += block.Span.Count((byte)'\n');
        }

        if (present is null)
        {
            throw Bad(blocks.Left == 0 ? $"{name}: the file is empty, its header is missing. {remedy}" : $"{name}, line 1: no line is complete. {remedy}");
        }

        if (blocks.Left > 0)
        {
            warn?.Invoke($"{name}, line {Text(line + 1)}: the last line is incomplete and was left out.");
        }
    }

    /// <param name="line">Lines before the reader's.</param>
    private bool Next(CsvReader reader, string name, long line)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException exception)
        {
            throw Bad($"{name}, line {Text(line + exception.LineNumber)}: not CSV: {exception.Message} {remedy}", exception);
        }
    }

    private T ReadRow(CsvReader reader, Column<T>?[] present, string name, long line)
    {
        if (reader.FieldCount != present.Length)
        {
            throw Bad($"{name}, line {Text(line + reader.LineNumber)}: {Text(reader.FieldCount)} cells where the header has {Text(present.Length)}. {remedy}");
        }

        T row = Blank();
        for (int i = 0; i < present.Length; i++)
        {
            if (present[i] is { } column && !column.TryParse(reader.GetSpan(i), ref row))
            {
                throw Bad(
                    $"{name}, line {Text(line + reader.LineNumber)}, column {column.Header}: '{reader.GetString(i)}' is not {column.Expected}. {remedy}");
            }
        }

        return row;
    }

    private TResult Guard<TResult>(string path, Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException exception)
        {
            throw Bad($"{path}: {exception.Message} {remedy}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(FailureKind.InputOutput, $"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The columns in the order of a file's header, null for one that is not known; null where one is missing that every version writes, or a name
    /// stands twice.</summary>
    private Column<T>?[]? Arrange(string[] names) =>
        Columns.All(column => column.IsOptional || names.Contains(column.Header)) && names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? [.. names.Select(name => Columns.FirstOrDefault(column => column.Header == name))]
            : null;

    private string HeaderFault(string[] names, string name)
    {
        int i = names.Zip(Columns).TakeWhile(pair => pair.First == pair.Second.Header).Count();
        return i < Math.Min(names.Length, Columns.Count)
            ? $"{name}, line 1, column {Text(i + 1)}: the header is '{names[i]}', expected '{Columns[i].Header}'. The whole header must be {Header}"
            : $"{name}, line 1: {Text(names.Length)} columns, expected {Text(Columns.Count)}. The whole header must be {Header}";
    }

    private static UserErrorException Bad(string message, Exception? inner = null) => new(FailureKind.BadData, message, inner);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
