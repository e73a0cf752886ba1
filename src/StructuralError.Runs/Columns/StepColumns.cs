using StructuralError.Core.Structure;

namespace StructuralError.Runs.Columns;

/// <summary>The columns of <c>steps.csv</c>, in the order of the file.</summary>
public static class StepColumns
{
    public static IReadOnlyList<Column<StepRow>> All { get; } =
    [
        new IntegerColumn<StepRow>("step", row => row.Step, (row, value) => row with { Step = value }),
        new IntegerColumn<StepRow>("epoch", row => row.Epoch, (row, value) => row with { Epoch = (int)value }, int.MaxValue),
        new IntegerColumn<StepRow>("samples", row => row.Samples, (row, value) => row with { Samples = (int)value }, int.MaxValue),
        new RealColumn<StepRow>("loss", row => row.Loss, (row, value) => row with { Loss = value }),
        new RealColumn<StepRow>("accuracy", row => row.Accuracy, (row, value) => row with { Accuracy = value }),
        new RealColumn<StepRow>("log_fitting_error", row => row.LogFittingError, (row, value) => row with { LogFittingError = value }),
        new RealColumn<StepRow>("log_gradient_norm", row => row.LogGradientNorm, (row, value) => row with { LogGradientNorm = value }),
        new RealColumn<StepRow>("U", row => row.U, (row, value) => row with { U = value }),
        new RealColumn<StepRow>("L", row => row.L, (row, value) => row with { L = value }),
        new RealColumn<StepRow>("G", row => row.G, (row, value) => row with { G = value }),
        new RealColumn<StepRow>("S", row => row.S, (row, value) => row with { S = value }),
        new RealColumn<StepRow>("upper_bound", row => row.UpperBound, (row, value) => row with { UpperBound = value }),
        new RealColumn<StepRow>("lower_bound", row => row.LowerBound, (row, value) => row with { LowerBound = value }),
        new RealColumn<StepRow>("log_mean_fitting_error", row => row.LogMeanFittingError, (row, value) => row with { LogMeanFittingError = value }),
        new RealColumn<StepRow>("log_mean_gradient_norm", row => row.LogMeanGradientNorm, (row, value) => row with { LogMeanGradientNorm = value }),
        new RealColumn<StepRow>("lambda_min_mean", row => row.LambdaMinMean, (row, value) => row with { LambdaMinMean = value }),
        new RealColumn<StepRow>("lambda_max_mean", row => row.LambdaMaxMean, (row, value) => row with { LambdaMaxMean = value }),
        new RealColumn<StepRow>("lambda_min_min", row => row.LambdaMinMin, (row, value) => row with { LambdaMinMin = value }),
        new RealColumn<StepRow>("lambda_max_max", row => row.LambdaMaxMax, (row, value) => row with { LambdaMaxMax = value }),
        new IntegerColumn<StepRow>("theorem3_violations", row => row.Theorem3Violations, (row, value) => row with { Theorem3Violations = (int)value }, int.MaxValue),
        new OptionalRealColumn<StepRow>("pearson_upper", row => row.PearsonUpper, (row, value) => row with { PearsonUpper = value }),
        new OptionalRealColumn<StepRow>("pearson_lower", row => row.PearsonLower, (row, value) => row with { PearsonLower = value }),
    ];

    /// <summary>The row that a line's cells are read into, one after the other.</summary>
    internal static StepRow Blank { get; } = new()
    {
        Step = 0,
        Epoch = 0,
        Samples = 0,
        Loss = 0,
        Accuracy = 0,
        LogFittingError = 0,
        LogGradientNorm = 0,
        U = 0,
        L = 0,
        G = 0,
        S = 0,
        UpperBound = 0,
        LowerBound = 0,
        LogMeanFittingError = 0,
        LogMeanGradientNorm = 0,
        LambdaMinMean = 0,
        LambdaMaxMean = 0,
        LambdaMinMin = 0,
        LambdaMaxMax = 0,
        Theorem3Violations = 0,
    };

    // Many a row is not worth a write of its own.
    private const int Held = 64;

    /// <summary><c>steps.csv</c>; its steps increase.</summary>
    public static CsvTable<StepRow> Table { get; } =
        new(All, Blank, RunTable.Remedy, (before, row) => RunTable.NotAfter(before.Count == 0 ? null : before[^1].Step, row.Step), Held);
}
