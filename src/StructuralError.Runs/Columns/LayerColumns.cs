using StructuralError.Core.Structure;

namespace StructuralError.Runs.Columns;

/// <summary>The columns of <c>layers.csv</c>, in the order of the file.</summary>
public static class LayerColumns
{
    public static IReadOnlyList<Column<LayerRow>> All { get; } =
    [
        new IntegerColumn<LayerRow>("step", row => row.Step, (row, value) => row with { Step = value }),
        new IntegerColumn<LayerRow>("part", row => row.Part, (row, value) => row with { Part = (int)value }, int.MaxValue),
        new TextColumn<LayerRow>("name", row => row.Name, (row, value) => row with { Name = value }),
        new RealColumn<LayerRow>("trace", row => row.Trace, (row, value) => row with { Trace = value }),
        new RealColumn<LayerRow>("lambda_min_part", row => row.LambdaMinPart, (row, value) => row with { LambdaMinPart = value }),
        new RealColumn<LayerRow>("trace_share", row => row.TraceShare, (row, value) => row with { TraceShare = value }),
        new RealColumn<LayerRow>("lambda_min_share", row => row.LambdaMinShare, (row, value) => row with { LambdaMinShare = value }),
        new OptionalRealColumn<LayerRow>(
            "trace_share_without_output_bias", row => row.TraceShareWithoutOutputBias, (row, value) => row with { TraceShareWithoutOutputBias = value }),
        new OptionalRealColumn<LayerRow>(
            "lambda_min_share_without_output_bias", row => row.LambdaMinShareWithoutOutputBias, (row, value) => row with { LambdaMinShareWithoutOutputBias = value }),
    ];

    /// <summary>The row that a line's cells are read into, one after the other.</summary>
    internal static LayerRow Blank { get; } = new()
    {
        Step = 0,
        Part = 0,
        Name = string.Empty,
        Trace = 0,
        LambdaMinPart = 0,
        TraceShare = 0,
        LambdaMinShare = 0,
        TraceShareWithoutOutputBias = null,
        LambdaMinShareWithoutOutputBias = null,
    };

    /// <summary><c>layers.csv</c>.</summary>
    public static CsvTable<LayerRow> Table { get; } = new LayerTable(All, Blank);
}
