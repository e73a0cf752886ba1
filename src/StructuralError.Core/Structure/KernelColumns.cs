using StructuralError.Core.Columns;

namespace StructuralError.Core.Structure;

/// <summary>The columns of <c>kernel.csv</c>, in the order of the file.</summary>
public static class KernelColumns
{
    public static IReadOnlyList<Column<KernelRow>> All { get; } =
    [
        new IntegerColumn<KernelRow, long>("step", (ref row) => ref row.Step) { Largest = StepRow.LargestStep },
        new IntegerColumn<KernelRow, int>("samples", (ref row) => ref row.Samples),
        new RealColumn<KernelRow>("loss", (ref row) => ref row.Loss),
        new RealColumn<KernelRow>("log_mean_fitting_error", (ref row) => ref row.LogMeanFittingError),
        new RealColumn<KernelRow>("log_batch_gradient_norm", (ref row) => ref row.LogBatchGradientNorm),
        new RealColumn<KernelRow>("upper_bound", (ref row) => ref row.UpperBound),
        new RealColumn<KernelRow>("lower_bound", (ref row) => ref row.LowerBound),
        new IntegerColumn<KernelRow, int>("violations", (ref row) => ref row.Violations),
        new RealColumn<KernelRow>("lambda_min", (ref row) => ref row.LambdaMin),
        new RealColumn<KernelRow>("lambda_max", (ref row) => ref row.LambdaMax),
        new RealColumn<KernelRow>("trace", (ref row) => ref row.Trace),
        new RealColumn<KernelRow>("effective_rank", (ref row) => ref row.EffectiveRank),
        new OptionalRealColumn<KernelRow>("label_alignment", (ref row) => ref row.LabelAlignment),
        new RealColumn<KernelRow>("relative_change", (ref row) => ref row.RelativeChange),
        new RealColumn<KernelRow>("sharpness", (ref row) => ref row.Sharpness),
        new RealColumn<KernelRow>("stability_limit", (ref row) => ref row.StabilityLimit),
        new RealColumn<KernelRow>("ggn_lambda_max", (ref row) => ref row.GgnLambdaMax),
        new RealColumn<KernelRow>("ggn_trace", (ref row) => ref row.GgnTrace),
        new RealColumn<KernelRow>("participation_ratio", (ref row) => ref row.ParticipationRatio),
    ];
}
