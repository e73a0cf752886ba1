using StructuralError.Core.Structure;

namespace StructuralError.Reporting.Runs;

/// <summary>A curve of one run.</summary>
/// <param name="At">Where a point belongs, ascending: its step or its depth. Points of several runs at the same place are averaged.</param>
/// <param name="X">Where it is drawn; mostly the same.</param>
internal sealed record RunCurve(IReadOnlyList<double> At, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    public RunCurve(IReadOnlyList<double> x, IReadOnlyList<double> y)
        : this(x, x, y)
    {
    }

    public static RunCurve OverSteps(IReadOnlyList<StepRow> rows, Quantity quantity) => new([.. rows.Select(row => (double)row.Step)], quantity.Values(rows));

    /// <summary>The running mean of the values, over the window that figures use for so many.</summary>
    public RunCurve Smoothed()
    {
        int window = RunningMean.Window(Y.Count);
        return this with { X = ReferenceEquals(X, At) ? X : RunningMean.Of(X, window), Y = RunningMean.Of(Y, window) };
    }
}
