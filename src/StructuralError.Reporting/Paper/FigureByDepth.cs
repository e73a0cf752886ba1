using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>One model trained with more and more blocks: the shapes of figures 6 and 7, and of 8 and 9.</summary>
internal static class FigureByDepth
{
    /// <summary>For each k a panel of the fitting error and its bounds, and one of U, L and G.</summary>
    public static Figure Bounds(ReproductionData data, string model, int number)
    {
        TrainedRun[] runs = Runs(data, model);
        Panel[] panels =
        [
            .. FigureWords.Depths.Select(k => FigureTrainingPanel.Bounds(data, model, k, $"k = {RunWords.Count(k)}")),
            .. FigureWords.Depths.Select(k => FigureTrainingPanel.Structure(data, model, k, $"k = {RunWords.Count(k)}: structural error")),
        ];
        return FigureWords.Finish(
            FigureWords.Draft($"figure{RunWords.Count(number)}", panels, columns: 3, plotHeight: 160) with { Note = FigureWords.Note(runs) },
            data,
            $"Figure {RunWords.Count(number)}: model {model} with more and more blocks",
            "The fitting error between its bounds, and below it U, L and G, over the steps of training.",
            FigureWords.Explain(runs, smoothed: true));
    }

    /// <summary>A panel for each bound, with a curve for each k.</summary>
    public static Figure Pearson(ReproductionData data, string model, int number)
    {
        TrainedRun[] runs = Runs(data, model);
        string empty = $"No run of model {model} with k = {RunWords.Count(FigureWords.Depths[0])} to {RunWords.Count(FigureWords.Depths[^1])}";
        Panel[] panels =
        [
            FigurePearsonPanel.Correlation("Fitting error and its upper bound", empty, Curves(data, model, Quantity.PearsonUpper)),
            FigurePearsonPanel.Correlation("Fitting error and its lower bound", empty, Curves(data, model, Quantity.PearsonLower)),
            FigurePearsonPanel.Distance("Upper bound: distance from 1", empty, Curves(data, model, Quantity.PearsonUpper)),
            FigurePearsonPanel.Distance("Lower bound: distance from 1", empty, Curves(data, model, Quantity.PearsonLower)),
        ];
        return FigureWords.Finish(
            FigureWords.Draft($"figure{RunWords.Count(number)}", panels, columns: 2, plotHeight: 230) with { Note = FigureWords.Note(runs) },
            data,
            $"Figure {RunWords.Count(number)}: how closely the fitting error of model {model} follows its bounds",
            "Pearson’s r over the trailing 50 steps, and below it 1 − r, for each number of blocks k.",
            FigureWords.Explain(runs, smoothed: false));
    }

    private static IEnumerable<(CurveStyle Style, Quantity Quantity, IEnumerable<IReadOnlyList<StepRow>> Runs)> Curves(ReproductionData data, string model, Quantity quantity) =>
        FigureWords.Depths.Where(k => data.Of(model, k).Count > 0).Select(k =>
            (CurveStyle.OfGroup(k, $"k{RunWords.Count(k)}", $"k = {RunWords.Count(k)}"), quantity, data.Of(model, k).Select(run => run.Steps)));

    private static TrainedRun[] Runs(ReproductionData data, string model) => [.. FigureWords.Depths.SelectMany(k => data.Of(model, k))];
}
