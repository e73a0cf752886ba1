using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Paper;

/// <summary>The fitting error between its bounds while models a to d with one block are trained (section 5.2, figure 2).</summary>
internal static class Figure2
{
    public static Figure Build(ReproductionData data) => PaperFigure.OfRuns(
        data,
        PaperFigure.OneBlock(data),
        "figure2",
        "Figure 2: the fitting error between its bounds",
        "Models with k = 1 over the steps of training.",
        columns: 2,
        plotHeight: 220,
        smoothed: true,
        PaperModels.All.Select(model => FigureTrainingPanel.Bounds(data, model, 1, PaperFigure.ModelTitle(model))));
}
