using System.Globalization;
using System.Text;
using CsvHelper;
using StructuralError.Running;
using StructuralError.Training;

namespace StructuralError.Reporting.Csv;

/// <summary>
/// Reads <c>steps.csv</c> strictly: the header of <see cref="StepColumns"/>, cells that are what their column says, steps that increase.
/// The one thing forgiven is a last line without its end, which a killed run leaves behind.
/// </summary>
public static class StepCsvReader
{
    private const string Remedy = "Restore the file or run the training again.";

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

    /// <param name="warn">Is told what was dropped.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="ExitCodes.BadData"/>: names file, line, column and value of the first thing wrong;
    /// <see cref="ExitCodes.InputOutput"/>: the file cannot be read.
    /// </exception>
    public static IReadOnlyList<StepRow> Read(string path, Action<string>? warn = null)
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
    public static IReadOnlyList<StepRow> Parse(byte[] utf8, string name, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        if (TextEncoding.Foreign(utf8) is { } encoding)
        {
            throw Bad($"{name}: is {encoding} text; the program writes UTF-8. {Remedy}");
        }

        int end = Array.LastIndexOf(utf8, (byte)'\n') + 1;
        if (end == 0)
        {
            throw Bad(utf8.Length == 0
                ? $"{name}: the file is empty, its header is missing. {Remedy}"
                : $"{name}, line 1: no line is complete. {Remedy}");
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
            throw Bad($"{name}, line {Text(exception.LineNumber)}: not CSV: {exception.Message} {Remedy}", exception);
        }
    }

    private static List<StepRow> ReadRows(CsvReader reader, string name)
    {
        reader.Read();
        CheckHeader(reader, name);
        List<StepRow> rows = [];
        while (reader.Read())
        {
            StepRow row = ReadRow(reader, name);
            if (rows.Count > 0 && row.Step <= rows[^1].Step)
            {
                throw Bad($"{name}, line {Text(reader.LineNumber)}, column step: '{Text(row.Step)}' does not come after {Text(rows[^1].Step)}, the step of the line before. {Remedy}");
            }

            rows.Add(row);
        }

        return rows;
    }

    private static StepRow ReadRow(CsvReader reader, string name)
    {
        IReadOnlyList<Column<StepRow>> columns = StepColumns.All;
        if (reader.FieldCount != columns.Count)
        {
            throw Bad($"{name}, line {Text(reader.LineNumber)}: {Text(reader.FieldCount)} cells where the header has {Text(columns.Count)}. {Remedy}");
        }

        StepRow row = StepColumns.Blank;
        for (int i = 0; i < columns.Count; i++)
        {
            if (!columns[i].TryParse(reader.GetSpan(i), row, out row))
            {
                throw Bad($"{name}, line {Text(reader.LineNumber)}, column {columns[i].Header}: '{reader.GetString(i)}' is not {columns[i].Expected}. {Remedy}");
            }
        }

        return row;
    }

    private static void CheckHeader(CsvReader reader, string name)
    {
        IReadOnlyList<Column<StepRow>> columns = StepColumns.All;
        for (int i = 0; i < Math.Min(reader.FieldCount, columns.Count); i++)
        {
            if (reader.GetString(i) != columns[i].Header)
            {
                throw Bad($"{name}, line 1, column {Text(i + 1)}: the header is '{reader.GetString(i)}', expected '{columns[i].Header}'. The whole header must be {StepColumns.Header}");
            }
        }

        if (reader.FieldCount != columns.Count)
        {
            throw Bad($"{name}, line 1: {Text(reader.FieldCount)} columns, expected {Text(columns.Count)}. The whole header must be {StepColumns.Header}");
        }
    }

    private static UserErrorException Bad(string message, Exception? inner = null) => new(ExitCodes.BadData, message, inner);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
