using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Paper;

/// <summary>The fitting error between its bounds while models a to d with one block are trained (section 5.2, figure 2).</summary>
public static class Figure2
{
    public static Figure Build(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        TrainedRun[] runs = [.. FigureWords.Models.SelectMany(model => data.Of(model, 1))];
        Panel[] panels = [.. FigureWords.Models.Select(model => FigureTrainingPanel.Bounds(data, model, 1, FigureWords.ModelTitle(model)))];
        return FigureWords.Finish(
            FigureWords.Draft("figure2", panels, columns: 2, plotHeight: 220) with { Note = FigureWords.Note(runs) },
            data,
            "Figure 2: the fitting error between its bounds",
            "Models with k = 1 over the steps of training.",
            FigureWords.Explain(runs, smoothed: true));
    }
}
