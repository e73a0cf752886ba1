using StructuralError.Core.Statistics;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>How closely the fitting error follows each bound: Pearson's r over the trailing 50 rows (the paper's figure 3 for one run),
/// and 1 − r, because where r is near 1 its own scale shows nothing more.</summary>
internal static class LocalPearsonFigure
{
    public static Figure Build(RunManifest manifest, RunCurves curves)
    {
        Panel correlation = Correlation(curves);
        bool any = correlation.Series.Any(curve => curve.Y.Any(double.IsFinite));
        return new Figure
        {
            Id = "local_pearson",
            Title = RunWords.Title(manifest),
            Subtitle = $"Correlation of the logarithms of the fitting error and of each bound, over the last {Window(curves)}.",
            Note = RunWords.Note(manifest, curves.Rows.Count),
            Description = "Pearson's correlation r of the logarithms of the fitting error and of its upper and its lower bound "
                + $"over the trailing {Window(curves)}; below, its distance from 1. "
                + curves.FirstAndLast(Quantity.PearsonUpper, Quantity.PearsonLower),
            ShareX = ScaleSharing.All,
            PlotHeight = 200,
            Panels = any ? [correlation with { X = correlation.X with { Label = "" } }, Distance(curves)] : [correlation],
        };
    }

    public static Panel Correlation(RunCurves curves)
    {
        Series[] series = [curves.Plain(Quantity.PearsonUpper), curves.Plain(Quantity.PearsonLower)];
        bool negative = series.Any(curve => curve.Y.Any(r => r < 0));
        return new Panel
        {
            X = RunWords.StepAxis,
            Y = new Axis { Label = "Pearson’s r", Minimum = negative ? -1.04 : -0.02, Maximum = negative ? 1.04 : 1.02 },
            Series = series,
            ReferenceLines = [new ReferenceLine { Direction = LineDirection.Horizontal, Value = 0 }],
            EmptyMessage = curves.Rows.Count < LocalPearson.PaperWindow
                ? $"Needs {Window(curves)}: this run has {RunWords.Count(curves.Rows.Count)} so far"
                : "Undefined at every step: a series stands still or is not finite",
        };
    }

    /// <summary>The rows of one correlation, in words.</summary>
    public static string Window(RunCurves curves) => RunWords.Window(LocalPearson.PaperWindow, RunWords.Steps(curves.Rows));

    private static Panel Distance(RunCurves curves) => new()
    {
        Title = "Distance from perfect correlation",
        X = RunWords.StepAxis,
        Y = new Axis { Label = "1 − r, log scale", Logarithmic = true },
        Series = [curves.Plain(Quantity.PearsonUpper, r => 1 - r), curves.Plain(Quantity.PearsonLower, r => 1 - r)],
        EmptyMessage = "r is 1 at every step",
    };
}
