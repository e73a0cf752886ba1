using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>Local Pearson correlation of the fitting error with each bound for models a to d with one block (section 5.2, figure 3).</summary>
internal static class Figure3
{
    public static Figure Build(ReproductionData data) => PaperFigure.OfRuns(
        data,
        PaperFigure.OneBlock(data),
        "figure3",
        "Figure 3: how closely the fitting error follows its bounds",
        "Models with k = 1: Pearson’s r over the trailing 50 steps, and below it 1 − r.",
        columns: 2,
        plotHeight: 150,
        smoothed: false,
        [
            .. PaperModels.All.Select(model => PearsonPanel.Correlation(PaperFigure.ModelTitle(model), PaperFigure.NoRun(model, 1), Curves(data, model))),
            .. PaperModels.All.Select(model => PearsonPanel.Distance($"Model {model}: distance from 1", PaperFigure.NoRun(model, 1), Curves(data, model))),
        ]);

    private static IEnumerable<PearsonCurve> Curves(ReproductionData data, string model) =>
        new[] { Quantity.PearsonUpper, Quantity.PearsonLower }.Select(quantity => new PearsonCurve(CurveStyle.Of(quantity), quantity, data.Of(model, 1)));
}
