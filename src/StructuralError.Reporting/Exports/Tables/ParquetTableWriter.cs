using System.Globalization;
using Parquet;
using Parquet.Schema;
using StructuralError.Core.Columns;
using StructuralError.Core.Structure;

namespace StructuralError.Reporting.Exports.Tables;

/// <summary>Parquet by Parquet.Net: at least a row group a run, columns of texts, flags, int64 and float64; an empty cell is null.</summary>
internal sealed class ParquetTableWriter : ITableWriter
{
    // A row group is held in memory.
    private const int LargestGroup = 1 << 16;

    private static readonly Column<StepRow>[] Columns = [.. StepColumns.All];

    private readonly TableField[] _fields;
    private readonly DataField[] _schema;
    private readonly ParquetWriter _writer;

    public ParquetTableWriter(Stream stream, IReadOnlyList<TableField> fields)
    {
        _fields = [.. fields];
        _schema = [.. fields.Select(Field), .. Columns.Select(Field)];
        _writer = ParquetWriter.CreateAsync(new ParquetSchema(_schema), stream).GetAwaiter().GetResult();
    }

    public void Write(IReadOnlyList<string?> fields, IReadOnlyList<StepRow> rows)
    {
        for (int start = 0; start < rows.Count; start += LargestGroup)
        {
            StepRow[] part = [.. rows.Skip(start).Take(LargestGroup)];
            WriteAsync(fields, part).GetAwaiter().GetResult();
        }
    }

    public void End() => _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public void Dispose()
    {
        // The footer is written by End alone.
    }

    private async Task WriteAsync(IReadOnlyList<string?> fields, StepRow[] rows)
    {
        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        for (int i = 0; i < _fields.Length; i++)
        {
            await WriteAsync(group, _schema[i], _fields[i].Kind, fields[i], rows.Length);
        }

        for (int i = 0; i < Columns.Length; i++)
        {
            await WriteAsync(group, _schema[_fields.Length + i], Columns[i], rows);
        }

        group.CompleteValidate();
    }

    /// <summary>The same value in every row.</summary>
    private static Task WriteAsync(ParquetRowGroupWriter group, DataField field, FieldKind kind, string? text, int count) => kind switch
    {
        FieldKind.Flag => group.WriteAsync<bool>(field, Repeated<bool?>(text is null ? null : text == FieldKinds.True, count)),
        FieldKind.Whole => group.WriteAsync<long>(field, Repeated<long?>(text is null ? null : long.Parse(text, CultureInfo.InvariantCulture), count)),
        FieldKind.Real => group.WriteAsync<double>(field, Repeated<double?>(text is null ? null : FieldKinds.Number(text), count)),
        _ => group.WriteAsync(field, (IReadOnlyCollection<string>)Enumerable.Repeat(text!, count).ToArray()),
    };

    private static Task WriteAsync(ParquetRowGroupWriter group, DataField field, Column<StepRow> column, StepRow[] rows) => IsWhole(column)
        ? group.WriteAsync<long>(field, rows.Select(row => (long)column.Number(row)!.Value).ToArray().AsMemory())
        : group.WriteAsync<double>(field, rows.Select(column.Number).ToArray().AsMemory());

    private static DataField Field(TableField field) => field.Kind switch
    {
        FieldKind.Flag => new DataField<bool?>(field.Name),
        FieldKind.Whole => new DataField<long?>(field.Name),
        FieldKind.Real => new DataField<double?>(field.Name),
        _ => new DataField<string>(field.Name),
    };

    private static DataField Field(Column<StepRow> column) =>
        IsWhole(column) ? new DataField<long>(column.Header) : new DataField<double?>(column.Header);

    private static bool IsWhole(Column<StepRow> column) => column is IntegerColumn<StepRow, long> or IntegerColumn<StepRow, int>;

    private static ReadOnlyMemory<T> Repeated<T>(T value, int count) => Enumerable.Repeat(value, count).ToArray();
}
