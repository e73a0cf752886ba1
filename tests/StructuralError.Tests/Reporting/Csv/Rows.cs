using StructuralError.Core.Structure;

namespace StructuralError.Tests.Reporting.Csv;

/// <summary>Made-up rows in which no two columns hold the same value.</summary>
internal static class Rows
{
    public static StepRow Make(long step, double offset = 0, double? pearsonUpper = null, double? pearsonLower = null) => new()
    {
        Step = step,
        Epoch = 2,
        Samples = 64,
        Loss = 0.1 + offset,
        Accuracy = 0.2 + offset,
        LogFittingError = -0.3 + offset,
        LogGradientNorm = 1.0 / 3 + offset,
        U = -0.4 + offset,
        L = -0.5 + offset,
        G = 0.6 + offset,
        S = 0.7 + offset,
        UpperBound = 0.8 + offset,
        LowerBound = -0.9 + offset,
        LogMeanFittingError = 1.1 + offset,
        LogMeanGradientNorm = 1.2 + offset,
        LambdaMinMean = 1.3 + offset,
        LambdaMaxMean = 1.4 + offset,
        LambdaMinMin = 1.5 + offset,
        LambdaMaxMax = 1.6 + offset,
        Theorem3Violations = 3,
        PearsonUpper = pearsonUpper,
        PearsonLower = pearsonLower,
        LogBatchGradientNorm = 1.7 + offset,
        PNormSquared = 1.8 + offset,
    };

    public static StepRow Fill(double value) => Make(7, 0, value, value) with
    {
        Loss = value,
        Accuracy = value,
        LogFittingError = value,
        LogGradientNorm = value,
        U = value,
        L = value,
        G = value,
        S = value,
        UpperBound = value,
        LowerBound = value,
        LogMeanFittingError = value,
        LogMeanGradientNorm = value,
        LambdaMinMean = value,
        LambdaMaxMean = value,
        LambdaMinMin = value,
        LambdaMaxMax = value,
        LogBatchGradientNorm = value,
        BoundPosition = value,
        PNormSquared = value,
        ThetaNormSquared = value,
    };
}
