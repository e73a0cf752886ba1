using System.Text;
using StructuralError.Core.Columns;
using StructuralError.Core.Structure;

namespace StructuralError.Reporting.Exports.Tables;

/// <summary>CSV as <c>steps.csv</c> is: the same cells, after those of the run. Texts are quoted where they need it (RFC 4180).</summary>
internal sealed class CsvTableWriter : ITableWriter
{
    private readonly Stream _stream;

    /// <param name="stream">Buffered. Without <see cref="End"/> nothing more is to be written: what the buffer still holds is dropped with it.</param>
    public CsvTableWriter(Stream stream, IReadOnlyList<TableField> fields)
    {
        _stream = stream;
        _stream.Write([.. Joined(fields.Select(field => field.Name).Concat(StepColumns.All.Select(column => column.Header))), (byte)'\n']);
    }

    public void Write(IReadOnlyList<string?> fields, IReadOnlyList<StepRow> rows)
    {
        byte[] start = Joined(fields);
        Span<byte> cell = stackalloc byte[Column<StepRow>.MaximumCellBytes];
        foreach (StepRow row in rows)
        {
            _stream.Write(start);
            StepRow copy = row;
            foreach (Column<StepRow> column in StepColumns.All)
            {
                _ = column.TryFormat(ref copy, cell, out int written);
                _stream.WriteByte((byte)',');
                _stream.Write(cell[..written]);
            }

            _stream.WriteByte((byte)'\n');
        }
    }

    public void End() => _stream.Flush();

    private static byte[] Joined(IEnumerable<string?> cells) => Encoding.UTF8.GetBytes(string.Join(',', cells.Select(Quoted)));

    private static string? Quoted(string? text) =>
        text?.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
