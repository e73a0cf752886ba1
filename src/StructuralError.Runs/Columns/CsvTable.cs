using System.Globalization;
using System.Text;
using CsvHelper;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Columns;

/// <summary>
/// A table in a CSV file: its columns, and how it is written and read. It is read strictly: cells that are what their column says, rows in an order that the
/// table accepts. Two things
/// are forgiven: a last line without its end, which a killed run leaves behind, and what other versions of the program write, fewer columns or more (see
/// <see cref="Column{T}.IsOptional"/>).
/// </summary>
/// <param name="columns">In the order in which a new file has them.</param>
/// <param name="blank">The row that a line's cells are read into, one after the other. A column that the file lacks keeps its value.</param>
/// <param name="remedy">What to do about a broken file, as a sentence.</param>
/// <param name="objection">What speaks against a row after those before it, as words that follow file and line: <c>column step: '3' does not come after
/// 3.</c>; null for nothing.</param>
/// <param name="held">Rows that a writer holds back before it formats them; 0 for none.</param>
public class CsvTable<T>(IReadOnlyList<Column<T>> columns, T blank, string remedy, Func<IReadOnlyList<T>, T, string?> objection, int held = 0)
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

    /// <summary>In the order in which a new file has them.</summary>
    public IReadOnlyList<Column<T>> Columns { get; } = columns;

    /// <summary>The first line of a new file, without its end.</summary>
    public string Header { get; } = string.Join(',', columns.Select(column => column.Header));

    /// <summary>Writes rows to the start of a file, or to the end of one that is there, in that file's own columns.</summary>
    /// <param name="header">The first line of the file that the stream goes on with; null where the stream is at the start of a file.</param>
    /// <param name="leaveOpen">Whether the stream outlives the writer.</param>
    /// <exception cref="ArgumentException">The file that is there cannot be gone on with: see <see cref="Misfit"/>.</exception>
    public CsvRowWriter<T> Writer(Stream stream, string? header = null, bool leaveOpen = false)
    {
        if (header is null)
        {
            return new CsvRowWriter<T>(stream, Columns, Header, held, leaveOpen);
        }

        return Misfit(header) is { } misfit
            ? throw new ArgumentException($"The file {misfit}.", nameof(header))
            : new CsvRowWriter<T>(stream, Arrange(header.Split(','))!, null, held, leaveOpen);
    }

    /// <summary>The whole content of a file.</summary>
    public byte[] ToBytes(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var memory = new MemoryStream();
        using (CsvRowWriter<T> writer = Writer(memory, leaveOpen: true))
        {
            foreach (T row in rows)
            {
                writer.Write(row);
            }
        }

        return memory.ToArray();
    }

    /// <summary>Whether a file with this header can be read.</summary>
    public bool IsReadable(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return Arrange(header.Split(',')) is not null;
    }

    /// <summary>Why rows cannot be added to a file with this header, as words that follow the file's name; null where they can.</summary>
    public string? Misfit(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        string[] names = header.Split(',');
        return Array.Find(names, name => Columns.All(column => column.Header != name)) is { } unknown ? $"has the column '{unknown}', which this version of the program does not write"
            : Arrange(names) is null ? "lacks a column that this version of the program needs, or has one twice"
            : null;
    }

    /// <param name="warn">Is told what was dropped.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.BadData"/>: names file, line, column and value of the first thing wrong;
    /// <see cref="FailureKind.InputOutput"/>: the file cannot be read.
    /// </exception>
    public IReadOnlyList<T> Read(string path, Action<string>? warn = null)
    {
        byte[] bytes;
        try
        {
            using FileStream file = RegularFile.OpenRead(path);
            using MemoryStream memory = new();
            file.CopyTo(memory);
            bytes = memory.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(FailureKind.InputOutput, $"{path}: cannot be read: {exception.Message}", exception);
        }

        return Parse(bytes, path, warn);
    }

    /// <param name="name">What messages call the file.</param>
    /// <inheritdoc cref="Read"/>
    public IReadOnlyList<T> Parse(byte[] utf8, string name, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        if (TextEncoding.Foreign(utf8) is { } encoding)
        {
            throw Bad($"{name}: is {encoding} text; the program writes UTF-8. {remedy}");
        }

        int end = Array.LastIndexOf(utf8, (byte)'\n') + 1;
        if (end == 0)
        {
            throw Bad(utf8.Length == 0
                ? $"{name}: the file is empty, its header is missing. {remedy}"
                : $"{name}, line 1: no line is complete. {remedy}");
        }

        if (end < utf8.Length)
        {
            int line = utf8.AsSpan(0, end).Count((byte)'\n') + 1;
            warn?.Invoke($"{name}, line {Text(line)}: the last line is incomplete and was left out.");
        }

        using CsvReader reader = CsvReader.Create(new ReadOnlyMemory<byte>(utf8, 0, end), Options);
        try
        {
            List<T> rows = ReadRows(reader, name);
            DropIncomplete(rows, name, warn);
            return rows;
        }
        catch (CsvFormatException exception)
        {
            throw Bad($"{name}, line {Text(exception.LineNumber)}: not CSV: {exception.Message} {remedy}", exception);
        }
    }

    /// <summary>Removes rows at the end that a killed run left without those that belong to them.</summary>
    private protected virtual void DropIncomplete(List<T> rows, string name, Action<string>? warn)
    {
    }

    private List<T> ReadRows(CsvReader reader, string name)
    {
        reader.Read();
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        Column<T>?[] present = Arrange(names) ?? throw Bad(HeaderFault(names, name));
        List<T> rows = [];
        while (reader.Read())
        {
            T row = ReadRow(reader, present, name);
            if (objection(rows, row) is { } words)
            {
                throw Bad($"{name}, line {Text(reader.LineNumber)}, {words} {remedy}");
            }

            rows.Add(row);
        }

        return rows;
    }

    private T ReadRow(CsvReader reader, Column<T>?[] present, string name)
    {
        if (reader.FieldCount != present.Length)
        {
            throw Bad($"{name}, line {Text(reader.LineNumber)}: {Text(reader.FieldCount)} cells where the header has {Text(present.Length)}. {remedy}");
        }

        T row = blank;
        for (int i = 0; i < present.Length; i++)
        {
            if (present[i] is { } column && !column.TryParse(reader.GetSpan(i), row, out row))
            {
                throw Bad($"{name}, line {Text(reader.LineNumber)}, column {column.Header}: '{reader.GetString(i)}' is not {column.Expected}. {remedy}");
            }
        }

        return row;
    }

    /// <summary>The columns in the order of a file's header, null for one that is not known; null where one is missing that every version writes, or a name
    /// stands twice.</summary>
    private Column<T>?[]? Arrange(string[] names) =>
        Columns.All(column => column.IsOptional || names.Contains(column.Header)) && names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? [.. names.Select(name => Columns.FirstOrDefault(column => column.Header == name))]
            : null;

    private string HeaderFault(string[] names, string name)
    {
        for (int i = 0; i < Math.Min(names.Length, Columns.Count); i++)
        {
            if (names[i] != Columns[i].Header)
            {
                return $"{name}, line 1, column {Text(i + 1)}: the header is '{names[i]}', expected '{Columns[i].Header}'. The whole header must be {Header}";
            }
        }

        return $"{name}, line 1: {Text(names.Length)} columns, expected {Text(Columns.Count)}. The whole header must be {Header}";
    }

    private static UserErrorException Bad(string message, Exception? inner = null) => new(FailureKind.BadData, message, inner);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
