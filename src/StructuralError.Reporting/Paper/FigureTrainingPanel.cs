using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>Quantities of one model and depth over training, as figures 2, 4, 6 and 7 show them.</summary>
internal static class FigureTrainingPanel
{
    /// <param name="scale"><see cref="Panel.YScale"/>.</param>
    public static Panel Of(ReproductionData data, string model, int k, string title, string scale, params Quantity[] quantities)
    {
        IReadOnlyList<TrainedRun> runs = data.Of(model, k);
        Panel panel = SeedPanel.Of(title, RunWords.StepAxis, PaperFigure.LogarithmAxis, quantities.Select(Curves));
        return panel with { YScale = scale, EmptyMessage = PaperFigure.NoRun(model, k) };

        SeedCurves Curves(Quantity quantity) => new(CurveStyle.Of(quantity), [.. runs.Select(run => RunCurve.OverSteps(run.Steps, quantity).Smoothed())]);
    }

    /// <summary>The fitting error and its bounds.</summary>
    public static Panel Bounds(ReproductionData data, string model, int k, string title) =>
        Of(data, model, k, title, "bounds", Quantity.UpperBound, Quantity.FittingError, Quantity.LowerBound);

    /// <summary>The structural error terms.</summary>
    public static Panel Structure(ReproductionData data, string model, int k, string title) =>
        Of(data, model, k, title, "structure", Quantity.U, Quantity.L, Quantity.G) with { ReferenceLines = [Zero] };

    public static ReferenceLine Zero { get; } = new() { Direction = LineDirection.Horizontal, Value = 0 };
}
