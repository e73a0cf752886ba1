using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>Local Pearson correlation of the fitting error with each bound for models a to d with one block (section 5.2, figure 3).</summary>
public static class Figure3
{
    public static Figure Build(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        TrainedRun[] runs = [.. FigureWords.Models.SelectMany(model => data.Of(model, 1))];
        Panel[] panels =
        [
            .. FigureWords.Models.Select(model => FigurePearsonPanel.Correlation(FigureWords.ModelTitle(model), FigureWords.NoRun(model, 1), Curves(data, model))),
            .. FigureWords.Models.Select(model => FigurePearsonPanel.Distance($"Model {model}: distance from 1", FigureWords.NoRun(model, 1), Curves(data, model))),
        ];
        return FigureWords.Finish(
            FigureWords.Draft("figure3", panels, columns: 2, plotHeight: 150) with { Note = FigureWords.Note(runs) },
            data,
            "Figure 3: how closely the fitting error follows its bounds",
            "Models with k = 1: Pearson’s r over the trailing 50 steps, and below it 1 − r.",
            FigureWords.Explain(runs, smoothed: false));
    }

    private static IEnumerable<(CurveStyle Style, Quantity Quantity, IEnumerable<IReadOnlyList<StepRow>> Runs)> Curves(ReproductionData data, string model) =>
        new[] { Quantity.PearsonUpper, Quantity.PearsonLower }.Select(quantity => (CurveStyle.Of(quantity), quantity, data.Of(model, 1).Select(run => run.Steps)));
}
