using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>One model trained with 0 to 5 blocks (section 5.3.2): model a in figures 6 and 8, model b in figures 7 and 9.</summary>
internal static class FigureByDepth
{
    private static readonly IReadOnlyList<int> Depths = [.. Enumerable.Range(0, PaperModels.DeepestTraining + 1)];

    /// <summary>Figures 6 and 7: for each k a panel of the fitting error and its bounds, and one of U, L and G.</summary>
    public static Figure Bounds(ReproductionData data, string model, int number) => PaperFigure.OfRuns(
        data, Runs(data, model), $"figure{RunWords.Count(number)}", $"Figure {RunWords.Count(number)}: model {model} with more and more blocks",
        "The fitting error between its bounds, and below it U, L and G, over the steps of training.", columns: 3, plotHeight: 160, smoothed: true,
        [
            .. Depths.Select(k => FigureTrainingPanel.Bounds(data, model, k, $"k = {RunWords.Count(k)}")),
            .. Depths.Select(k => FigureTrainingPanel.Structure(data, model, k, $"k = {RunWords.Count(k)}: structural error")),
        ]);

    /// <summary>Figures 8 and 9: local Pearson correlation of the fitting error with each bound. A panel for each bound, with a curve for each k.</summary>
    public static Figure Pearson(ReproductionData data, string model, int number)
    {
        string empty = $"No run of model {model} with k = {RunWords.Count(Depths[0])} to {RunWords.Count(Depths[^1])}";
        return PaperFigure.OfRuns(
            data, Runs(data, model), $"figure{RunWords.Count(number)}",
            $"Figure {RunWords.Count(number)}: how closely the fitting error of model {model} follows its bounds",
            "Pearson’s r over the trailing 50 steps, and below it 1 − r, for each number of blocks k.", columns: 2, plotHeight: 230, smoothed: false,
            PearsonPanel.Correlation("Fitting error and its upper bound", empty, Curves(data, model, Quantity.PearsonUpper)),
            PearsonPanel.Correlation("Fitting error and its lower bound", empty, Curves(data, model, Quantity.PearsonLower)),
            PearsonPanel.Distance("Upper bound: distance from 1", empty, Curves(data, model, Quantity.PearsonUpper)),
            PearsonPanel.Distance("Lower bound: distance from 1", empty, Curves(data, model, Quantity.PearsonLower)));
    }

    private static IEnumerable<PearsonCurve> Curves(ReproductionData data, string model, Quantity quantity) =>
        Depths.Where(k => data.Of(model, k).Count > 0).Select(k =>
            new PearsonCurve(CurveStyle.OfGroup(k, $"k{RunWords.Count(k)}", $"k = {RunWords.Count(k)}"), quantity, data.Of(model, k)));

    private static TrainedRun[] Runs(ReproductionData data, string model) => [.. Depths.SelectMany(k => data.Of(model, k))];
}
