using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>Gradient norm, U, L and G while models a to d with one block are trained (section 5.2, figure 4).</summary>
internal static class Figure4
{
    public static Figure Build(ReproductionData data) => PaperFigure.OfRuns(
        data,
        PaperFigure.OneBlock(data),
        "figure4",
        "Figure 4: the gradient norm and the structural error",
        "Models with k = 1 over the steps of training.",
        columns: 2,
        plotHeight: 240,
        smoothed: true,
        PaperModels.All.Select(model => Panel(data, model)));

    private static Panel Panel(ReproductionData data, string model) =>
        FigureTrainingPanel.Of(data, model, 1, PaperFigure.ModelTitle(model), "all", Quantity.GradientNorm, Quantity.U, Quantity.L, Quantity.G) with
        {
            ReferenceLines = [FigureTrainingPanel.Zero],
        };
}
