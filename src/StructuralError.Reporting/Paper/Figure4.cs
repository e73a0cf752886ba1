using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>Gradient norm, U, L and G while models a to d with one block are trained (section 5.2, figure 4).</summary>
public static class Figure4
{
    public static Figure Build(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        TrainedRun[] runs = [.. FigureWords.Models.SelectMany(model => data.Of(model, 1))];
        Panel[] panels = [.. FigureWords.Models.Select(model => Panel(data, model))];
        return FigureWords.Finish(
            FigureWords.Draft("figure4", panels, columns: 2, plotHeight: 240) with { Note = FigureWords.Note(runs) },
            data,
            "Figure 4: the gradient norm and the structural error",
            "Models with k = 1 over the steps of training.",
            FigureWords.Explain(runs, smoothed: true));
    }

    private static Panel Panel(ReproductionData data, string model) =>
        FigureTrainingPanel.Of(data, model, 1, FigureWords.ModelTitle(model), "all", Quantity.GradientNorm, Quantity.U, Quantity.L, Quantity.G) with
        {
            ReferenceLines = [FigureTrainingPanel.Zero],
        };
}
