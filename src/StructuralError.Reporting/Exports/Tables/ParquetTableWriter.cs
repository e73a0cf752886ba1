using System.Globalization;
using Parquet;
using Parquet.Schema;
using StructuralError.Core.Columns;
using StructuralError.Core.Structure;

namespace StructuralError.Reporting.Exports.Tables;

/// <summary>
/// Parquet by Parquet.Net: columns of texts, flags, int64 and float64; an empty cell is null. A row group takes the rows of many runs: what the file says of
/// each group stays in memory to the end, and stands in its foot.
/// </summary>
internal sealed class ParquetTableWriter : ITableWriter
{
    // A row group is held in memory.
    private const int LargestGroup = 1 << 16;

    private static readonly Column<StepRow>[] Columns = [.. StepColumns.All];

    private readonly TableField[] _fields;
    private readonly DataField[] _schema;
    private readonly ParquetWriter _writer;

    // Of the next row group.
    private readonly List<StepRow> _rows = [];
    private readonly List<(IReadOnlyList<string?> Fields, int Count)> _runs = [];

    public ParquetTableWriter(Stream stream, IReadOnlyList<TableField> fields)
    {
        _fields = [.. fields];
        _schema = [.. fields.Select(Field), .. Columns.Select(Field)];
        _writer = ParquetWriter.CreateAsync(new ParquetSchema(_schema), stream).GetAwaiter().GetResult();
    }

    public void Write(IReadOnlyList<string?> fields, IReadOnlyList<StepRow> rows)
    {
        foreach (StepRow[] part in rows.Chunk(LargestGroup))
        {
            if (_rows.Count + part.Length > LargestGroup)
            {
                WriteGroupAsync().GetAwaiter().GetResult();
            }

            _runs.Add((fields, part.Length));
            _rows.AddRange(part);
        }
    }

    public void End()
    {
        if (_rows.Count > 0)
        {
            WriteGroupAsync().GetAwaiter().GetResult();
        }

        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private async Task WriteGroupAsync()
    {
        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        for (int i = 0; i < _fields.Length; i++)
        {
            await WriteAsync(group, i);
        }

        for (int i = 0; i < Columns.Length; i++)
        {
            await WriteAsync(group, _schema[_fields.Length + i], Columns[i]);
        }

        group.CompleteValidate();
        _rows.Clear();
        _runs.Clear();
    }

    /// <summary>A field, with the same value in every row of a run.</summary>
    private Task WriteAsync(ParquetRowGroupWriter group, int field) => _fields[field].Kind switch
    {
        FieldKind.Flag => group.WriteAsync<bool>(_schema[field], Values<bool?>(field, text => text == FieldKinds.True).AsMemory()),
        FieldKind.Whole => group.WriteAsync<long>(_schema[field], Values<long?>(field, text => long.Parse(text, CultureInfo.InvariantCulture)).AsMemory()),
        FieldKind.Real => group.WriteAsync<double>(_schema[field], Values<double?>(field, text => FieldKinds.Number(text)).AsMemory()),
        _ => group.WriteAsync(_schema[field], (IReadOnlyCollection<string>)Values(field, text => text)!),
    };

    private Task WriteAsync(ParquetRowGroupWriter group, DataField field, Column<StepRow> column) => IsWhole(column)
        ? group.WriteAsync<long>(field, _rows.Select(row => (long)column.Number(row)!.Value).ToArray().AsMemory())
        : group.WriteAsync<double>(field, _rows.Select(column.Number).ToArray().AsMemory());

    private T?[] Values<T>(int field, Func<string, T> value) =>
        [.. _runs.SelectMany(run => Enumerable.Repeat(run.Fields[field] is { } text ? value(text) : default, run.Count))];

    private static DataField Field(TableField field) => field.Kind switch
    {
        FieldKind.Flag => new DataField<bool?>(field.Name),
        FieldKind.Whole => new DataField<long?>(field.Name),
        FieldKind.Real => new DataField<double?>(field.Name),
        _ => new DataField<string>(field.Name),
    };

    private static DataField Field(Column<StepRow> column) => IsWhole(column) ? new DataField<long>(column.Header) : new DataField<double?>(column.Header);

    private static bool IsWhole(Column<StepRow> column) => column is IntegerColumn<StepRow, long> or IntegerColumn<StepRow, int>;
}
