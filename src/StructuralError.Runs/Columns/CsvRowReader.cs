using System.Globalization;
using System.Text;
using CsvHelper;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Columns;

/// <summary>
/// Reads a table strictly: the header of its columns, cells that are what their column says, rows in an order that the table accepts. The one thing forgiven is a last line without
/// its end, which a killed run leaves behind.
/// </summary>
/// <param name="columns">In the order of the file.</param>
/// <param name="blank">The row that a line's cells are read into, one after the other.</param>
/// <param name="remedy">What to do about a broken file, as a sentence.</param>
/// <param name="objection">What speaks against a row after those before it, as words that follow file and line: <c>column step: '3' does not come after 3.</c>; null for nothing.</param>
internal sealed class CsvRowReader<T>(IReadOnlyList<Column<T>> columns, T blank, string remedy, Func<IReadOnlyList<T>, T, string?> objection)
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

    private readonly string _header = string.Join(',', columns.Select(column => column.Header));

    /// <param name="warn">Is told what was dropped.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="ExitCodes.BadData"/>: names file, line, column and value of the first thing wrong;
    /// <see cref="ExitCodes.InputOutput"/>: the file cannot be read.
    /// </exception>
    public List<T> Read(string path, Action<string>? warn)
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
            throw new UserErrorException(ExitCodes.InputOutput, $"{path}: cannot be read: {exception.Message}", exception);
        }

        return Parse(bytes, path, warn);
    }

    /// <param name="name">What messages call the file.</param>
    /// <inheritdoc cref="Read"/>
    public List<T> Parse(byte[] utf8, string name, Action<string>? warn)
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
            return ReadRows(reader, name);
        }
        catch (CsvFormatException exception)
        {
            throw Bad($"{name}, line {Text(exception.LineNumber)}: not CSV: {exception.Message} {remedy}", exception);
        }
    }

    private List<T> ReadRows(CsvReader reader, string name)
    {
        reader.Read();
        CheckHeader(reader, name);
        List<T> rows = [];
        while (reader.Read())
        {
            T row = ReadRow(reader, name);
            if (objection(rows, row) is { } words)
            {
                throw Bad($"{name}, line {Text(reader.LineNumber)}, {words} {remedy}");
            }

            rows.Add(row);
        }

        return rows;
    }

    private T ReadRow(CsvReader reader, string name)
    {
        if (reader.FieldCount != columns.Count)
        {
            throw Bad($"{name}, line {Text(reader.LineNumber)}: {Text(reader.FieldCount)} cells where the header has {Text(columns.Count)}. {remedy}");
        }

        T row = blank;
        for (int i = 0; i < columns.Count; i++)
        {
            if (!columns[i].TryParse(reader.GetSpan(i), row, out row))
            {
                throw Bad($"{name}, line {Text(reader.LineNumber)}, column {columns[i].Header}: '{reader.GetString(i)}' is not {columns[i].Expected}. {remedy}");
            }
        }

        return row;
    }

    private void CheckHeader(CsvReader reader, string name)
    {
        for (int i = 0; i < Math.Min(reader.FieldCount, columns.Count); i++)
        {
            if (reader.GetString(i) != columns[i].Header)
            {
                throw Bad($"{name}, line 1, column {Text(i + 1)}: the header is '{reader.GetString(i)}', expected '{columns[i].Header}'. The whole header must be {_header}");
            }
        }

        if (reader.FieldCount != columns.Count)
        {
            throw Bad($"{name}, line 1: {Text(reader.FieldCount)} columns, expected {Text(columns.Count)}. The whole header must be {_header}");
        }
    }

    private static UserErrorException Bad(string message, Exception? inner = null) => new(ExitCodes.BadData, message, inner);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
