using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>Local Pearson correlations as figures 3, 8 and 9 show them: r itself, and 1 − r, because where r is near 1 its own scale shows nothing more.</summary>
internal static class FigurePearsonPanel
{
    /// <param name="curves">Of each curve: its look, its quantity and its runs' rows.</param>
    public static Panel Correlation(string title, string empty, params IEnumerable<(CurveStyle Style, Quantity Quantity, IEnumerable<IReadOnlyList<StepRow>> Runs)> curves) =>
        SeedPanel.Of(title, RunWords.StepAxis, new Axis { Label = "Pearson’s r", Maximum = 1 }, curves.Select(curve =>
            new SeedCurves(curve.Style, [.. curve.Runs.Select(rows => RunCurve.OverSteps(rows, curve.Quantity))], limits: (-1, 1)))) with
        {
            YScale = "r",
            EmptyMessage = empty,
            ReferenceLines = [FigureTrainingPanel.Zero],
        };

    /// <inheritdoc cref="Correlation"/>
    public static Panel Distance(string title, string empty, params IEnumerable<(CurveStyle Style, Quantity Quantity, IEnumerable<IReadOnlyList<StepRow>> Runs)> curves) =>
        SeedPanel.Of(title, RunWords.StepAxis, new Axis { Label = "1 − r", Logarithmic = true }, curves.Select(curve =>
            new SeedCurves(curve.Style, [.. curve.Runs.Select(rows => FromOne(RunCurve.OverSteps(rows, curve.Quantity)))], logarithmic: true, limits: (0, 2)))) with
        {
            YScale = "1 − r",
            EmptyMessage = empty,
        };

    private static RunCurve FromOne(RunCurve curve) => curve with { Y = [.. curve.Y.Select(r => 1 - r)] };
}
