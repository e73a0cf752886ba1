using StructuralError.Core.Columns;
using StructuralError.Core.Engines;

namespace StructuralError.Core.Structure;

/// <summary>The columns of <c>steps.csv</c>, in the order of the file: one table that sums, writes and reads them.</summary>
public static class StepColumns
{
    /// <summary>
    /// The table. A formula may use the columns above it. A further column is a line here, <see cref="StepColumn.Added"/>, and a field of
    /// <see cref="StepRow"/>.
    /// </summary>
    internal static StepColumn[] Table { get; } =
    [
        new(new IntegerColumn<StepRow, long>("step", (ref row) => ref row.Step) { Largest = StepRow.LargestStep }),
        new(new IntegerColumn<StepRow, int>("epoch", (ref row) => ref row.Epoch)),
        new(new IntegerColumn<StepRow, int>("samples", (ref row) => ref row.Samples)),
        StepColumn.Real("loss", (ref row) => ref row.Loss, StepSum.Mean(SampleValues.Loss)),
        StepColumn.Real("accuracy", (ref row) => ref row.Accuracy, StepSum.Share(measured => measured.Correct)),
        StepColumn.Real("log_fitting_error", (ref row) => ref row.LogFittingError, StepSum.MeanLog(SampleValues.FittingError)),
        StepColumn.Real("log_gradient_norm", (ref row) => ref row.LogGradientNorm, StepSum.MeanLog(SampleValues.GradientNorm)),
        StepColumn.Real("U", (ref row) => ref row.U, StepSum.MinusMeanLog(SampleValues.LambdaMin)),
        StepColumn.Real("L", (ref row) => ref row.L, StepSum.MinusMeanLog(SampleValues.LambdaMax)),
        StepColumn.Formula("G", (ref row) => ref row.G, (in row, _) => row.U - row.L),
        StepColumn.Formula("S", (ref row) => ref row.S, (in row, weights) => weights.Combine(row.G, row.U, row.L)),
        StepColumn.Hidden(RunTraits.ExactFits, (ref row) => ref row.InexactU, StepSum.MinusMeanLogOfInexact(SampleValues.LambdaMin)),
        StepColumn.Hidden(RunTraits.ExactFits, (ref row) => ref row.InexactL, StepSum.MinusMeanLogOfInexact(SampleValues.LambdaMax)),
        StepColumn.Formula(
            "upper_bound", (ref row) => ref row.UpperBound, (in row, _) => row.LogGradientNorm + (row.ExactFits > 0 ? row.InexactU : row.U)),
        StepColumn.Formula(
            "lower_bound", (ref row) => ref row.LowerBound, (in row, _) => row.LogGradientNorm + (row.ExactFits > 0 ? row.InexactL : row.L)),
        StepColumn.Real("log_mean_fitting_error", (ref row) => ref row.LogMeanFittingError, StepSum.LogMean(SampleValues.FittingError)),
        StepColumn.Real("log_mean_gradient_norm", (ref row) => ref row.LogMeanGradientNorm, StepSum.LogMean(SampleValues.GradientNorm)),
        StepColumn.Real("lambda_min_mean", (ref row) => ref row.LambdaMinMean, StepSum.Mean(SampleValues.LambdaMin)),
        StepColumn.Real("lambda_max_mean", (ref row) => ref row.LambdaMaxMean, StepSum.Mean(SampleValues.LambdaMax)),
        StepColumn.Real("lambda_min_min", (ref row) => ref row.LambdaMinMin, StepSum.Smallest(SampleValues.LambdaMin)),
        StepColumn.Real("lambda_max_max", (ref row) => ref row.LambdaMaxMax, StepSum.Largest(SampleValues.LambdaMax)),
        StepColumn.Whole("theorem3_violations", (ref row) => ref row.Theorem3Violations, StepSum.Count(Theorem3.Violations)),

        // Of several rows: the training loop fills them in.
        new(new OptionalRealColumn<StepRow>("pearson_upper", (ref row) => ref row.PearsonUpper)),
        new(new OptionalRealColumn<StepRow>("pearson_lower", (ref row) => ref row.PearsonLower)),

        StepColumn.Added("log_batch_gradient_norm", (ref row) => ref row.LogBatchGradientNorm, StepSum.OfBatch(LogBatchGradientNorm)),
        StepColumn.AddedFormula("bound_position", (ref row) => ref row.BoundPosition, row => row.PositionBetweenBounds),
        StepColumn.Added("p_norm_squared", (ref row) => ref row.PNormSquared, StepSum.Mean(SquaredPrediction)),
        StepColumn.Added("theta_norm_squared", (ref row) => ref row.ThetaNormSquared, StepSum.OfBatch(measured => measured.ParameterNorm)),

        // The aggregator counts the first, which other columns need.
        StepColumn.Special(RunTraits.ExactFits, "exact_fits", (ref row) => ref row.ExactFits),
        StepColumn.Special(RunTraits.ExactFits, "log_samples", (ref row) => ref row.LogSamples, row => row.Samples - row.ExactFits),

        // Of the targets: Proposition1 fills them in.
        StepColumn.Special(RunTraits.SoftTargets, "proposition1_risk", (ref row) => ref row.Proposition1Risk),
        StepColumn.Special(RunTraits.SoftTargets, "proposition1_constant", (ref row) => ref row.Proposition1Constant),
        StepColumn.Special(RunTraits.SoftTargets, "proposition1_violations", (ref row) => ref row.Proposition1Violations),
        StepColumn.Special(RunTraits.SoftTargets, "label_floor", (ref row) => ref row.LabelFloor),
    ];

    public static IReadOnlyList<Column<StepRow>> All { get; } = [.. Table.Select(column => column.Cell).OfType<Column<StepRow>>()];

    private static double? LogBatchGradientNorm(Measurements measured) => measured.BatchGradientNorm is { } norm ? Logarithm.OfNonNegative(norm) : null;

    private static double SquaredPrediction(Measurements measured, int n, StepContext context)
    {
        ReadOnlySpan<double> logits = measured.Logits.AsSpan(n * measured.Classes, measured.Classes);
        return context.IsSoft ? context.Loss.SquaredPrediction(logits) : context.Loss.SquaredPrediction(logits, measured.Loss[n], measured.FittingError[n]);
    }
}
