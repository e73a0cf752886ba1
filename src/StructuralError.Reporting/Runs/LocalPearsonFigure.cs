using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>How closely the fitting error follows each bound: Pearson's r over the trailing 50 rows (the paper's figure 3 for one run),
/// and 1 − r, because where r is near 1 its own scale shows nothing more.</summary>
public static class LocalPearsonFigure
{
    public static Figure Build(RunManifest manifest, IReadOnlyList<StepRow> rows)
    {
        RunCurves curves = new(rows);
        Series[] series = [curves.Plain(Quantity.PearsonUpper), curves.Plain(Quantity.PearsonLower)];
        bool any = series.Any(curve => curve.Y.Any(double.IsFinite));
        bool negative = series.Any(curve => curve.Y.Any(r => r < 0));
        string window = RunWords.Window(LocalPearson.PaperWindow, RunWords.Steps(rows));
        string empty = rows.Count < LocalPearson.PaperWindow
            ? $"Needs {window}: this run has {RunWords.Count(rows.Count)} so far"
            : "Undefined at every step: a series stands still or is not finite";
        return new Figure
        {
            Id = "local_pearson",
            Title = RunWords.Title(manifest),
            Subtitle = $"Correlation of the logarithms of the fitting error and of each bound, over the last {window}.",
            Note = RunWords.Note(manifest, rows),
            Description = "Pearson's correlation r of the logarithms of the fitting error and of its upper and its lower bound "
                + $"over the trailing {window}; "
                + "below, its distance from 1. "
                + RunDescription.FirstAndLast(rows, Quantity.PearsonUpper, Quantity.PearsonLower),
            ShareX = ScaleSharing.All,
            PlotHeight = 200,
            Panels =
            [
                new Panel
                {
                    X = RunWords.StepAxis with { Label = any ? "" : RunWords.StepAxis.Label },
                    Y = new Axis { Label = "Pearson’s r", Minimum = negative ? -1.04 : -0.02, Maximum = negative ? 1.04 : 1.02 },
                    Series = series,
                    ReferenceLines = [new ReferenceLine { Direction = LineDirection.Horizontal, Value = 0 }],
                    EmptyMessage = empty,
                },
                .. any ? [Distance(curves)] : Array.Empty<Panel>(),
            ],
        };
    }

    private static Panel Distance(RunCurves curves) => new()
    {
        Title = "Distance from perfect correlation",
        X = RunWords.StepAxis,
        Y = new Axis { Label = "1 − r, log scale", Logarithmic = true },
        Series = [curves.Plain(Quantity.PearsonUpper, r => 1 - r), curves.Plain(Quantity.PearsonLower, r => 1 - r)],
        EmptyMessage = "r is 1 at every step",
    };
}
