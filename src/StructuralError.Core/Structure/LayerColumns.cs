using StructuralError.Core.Columns;

namespace StructuralError.Core.Structure;

/// <summary>The columns of <c>layers.csv</c>, in the order of the file.</summary>
public static class LayerColumns
{
    public static IReadOnlyList<Column<LayerRow>> All { get; } =
    [
        new IntegerColumn<LayerRow, long>("step", (ref row) => ref row.Step) { Largest = StepRow.LargestStep },
        new IntegerColumn<LayerRow, int>("part", (ref row) => ref row.Part),
        new TextColumn<LayerRow>("name", (ref row) => ref row.Name),
        new RealColumn<LayerRow>("trace", (ref row) => ref row.Trace),
        new RealColumn<LayerRow>("lambda_min_part", (ref row) => ref row.LambdaMinPart),
        new RealColumn<LayerRow>("trace_share", (ref row) => ref row.TraceShare),
        new RealColumn<LayerRow>("lambda_min_share", (ref row) => ref row.LambdaMinShare),
        new OptionalRealColumn<LayerRow>("trace_share_without_output_bias", (ref row) => ref row.TraceShareWithoutOutputBias),
        new OptionalRealColumn<LayerRow>("lambda_min_share_without_output_bias", (ref row) => ref row.LambdaMinShareWithoutOutputBias),
    ];
}
