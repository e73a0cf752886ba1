using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>
/// Local Pearson correlations as figures 3, 8 and 9 show them: r itself, and 1 − r, because where r is near 1 its own scale shows nothing more.
/// </summary>
internal static class PearsonPanel
{
    public static Panel Correlation(string title, string empty, IEnumerable<PearsonCurve> curves) =>
        SeedPanel.Of(title, RunWords.StepAxis, new Axis { Label = "Pearson’s r", Maximum = 1 }, curves.Select(curve =>
            new SeedCurves(curve.Style, [.. curve.Values()], limits: (-1, 1)))) with
        {
            YScale = "r",
            EmptyMessage = empty,
            ReferenceLines = [FigureTrainingPanel.Zero],
        };

    public static Panel Distance(string title, string empty, IEnumerable<PearsonCurve> curves) =>
        SeedPanel.Of(title, RunWords.StepAxis, new Axis { Label = "1 − r", Logarithmic = true }, curves.Select(curve =>
            new SeedCurves(curve.Style, [.. curve.Values().Select(FromOne)], logarithmic: true, limits: (0, 2)))) with
        {
            YScale = "1 − r",
            EmptyMessage = empty,
        };

    private static RunCurve FromOne(RunCurve curve) => curve with { Y = [.. curve.Y.Select(r => 1 - r)] };
}

/// <summary>A correlation over the steps of some runs.</summary>
internal sealed record PearsonCurve(CurveStyle Style, Quantity Quantity, IReadOnlyList<TrainedRun> Runs)
{
    public IEnumerable<RunCurve> Values() => Runs.Select(run => RunCurve.OverSteps(run.Steps, Quantity));
}
