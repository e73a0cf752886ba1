using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>Models a to d trained with one block (section 5.2): figures 2 to 4.</summary>
internal static class FigureOneBlock
{
    /// <summary>Figure 2: the fitting error between its bounds.</summary>
    public static Figure Bounds(ReproductionData data) => Of(
        data, "figure2", "Figure 2: the fitting error between its bounds", "Models with k = 1 over the steps of training.", plotHeight: 220, smoothed: true,
        PaperModels.All.Select(model => FigureTrainingPanel.Bounds(data, model, 1, PaperFigure.ModelTitle(model))));

    /// <summary>Figure 3: local Pearson correlation of the fitting error with each bound.</summary>
    public static Figure Pearson(ReproductionData data)
    {
        return Of(
            data, "figure3", "Figure 3: how closely the fitting error follows its bounds",
            "Models with k = 1: Pearson’s r over the trailing 50 steps, and below it 1 − r.", plotHeight: 150, smoothed: false,
            [
                .. PaperModels.All.Select(model => PearsonPanel.Correlation(PaperFigure.ModelTitle(model), PaperFigure.NoRun(model, 1), Curves(model))),
                .. PaperModels.All.Select(model => PearsonPanel.Distance($"Model {model}: distance from 1", PaperFigure.NoRun(model, 1), Curves(model))),
            ]);

        IEnumerable<PearsonCurve> Curves(string model) =>
            new[] { Quantity.PearsonUpper, Quantity.PearsonLower }.Select(quantity => new PearsonCurve(CurveStyle.Of(quantity), quantity, data.Of(model, 1)));
    }

    /// <summary>Figure 4: gradient norm, U, L and G.</summary>
    public static Figure GradientNorm(ReproductionData data)
    {
        return Of(
            data, "figure4", "Figure 4: the gradient norm and the structural error", "Models with k = 1 over the steps of training.", plotHeight: 240,
            smoothed: true, PaperModels.All.Select(Panel));

        Panel Panel(string model) =>
            FigureTrainingPanel.Of(data, model, 1, PaperFigure.ModelTitle(model), "all", Quantity.GradientNorm, Quantity.U, Quantity.L, Quantity.G) with
            {
                ReferenceLines = [FigureTrainingPanel.Zero],
            };
    }

    private static Figure Of(
        ReproductionData data, string id, string title, string shown, double plotHeight, bool smoothed, params IEnumerable<Panel> panels) => PaperFigure.OfRuns(
        data, [.. PaperModels.All.SelectMany(model => data.Of(model, 1))], id, title, shown, columns: 2, plotHeight, smoothed, panels);
}
