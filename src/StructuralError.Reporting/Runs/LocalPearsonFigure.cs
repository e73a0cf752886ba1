using StructuralError.Analysis;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Training;

namespace StructuralError.Reporting.Runs;

/// <summary>How closely the fitting error follows each bound: Pearson's r over the trailing 50 rows (the paper's figure 3 for one run).</summary>
public static class LocalPearsonFigure
{
    public static Figure Build(RunFacts facts, IReadOnlyList<StepRow> rows)
    {
        RunCurves curves = new(rows);
        Series[] series = [curves.Plain(Quantity.PearsonUpper), curves.Plain(Quantity.PearsonLower)];
        double lowest = series.SelectMany(curve => curve.Y).Where(double.IsFinite).DefaultIfEmpty(0).Min();
        double minimum = Math.Floor(lowest * 5) / 5, margin = 0.02 * (1 - minimum);
        return new Figure
        {
            Id = "local_pearson",
            Title = RunWords.Title(facts),
            Subtitle = $"Correlation of the fitting error with its bounds (all logarithmic) over the last {RunWords.Count(LocalPearson.PaperWindow)} steps.",
            Note = RunWords.Note(facts, rows),
            Description = $"Pearson's correlation of the fitting error with its upper and its lower bound over the trailing {RunWords.Count(LocalPearson.PaperWindow)} steps. "
                + RunDescription.FirstAndLast(rows, Quantity.PearsonUpper, Quantity.PearsonLower),
            Panels =
            [
                new Panel
                {
                    X = curves.StepAxis,
                    Y = new Axis { Label = "local Pearson correlation r", Minimum = minimum - margin, Maximum = 1 + margin },
                    Series = series,
                    ReferenceLines = [new ReferenceLine { Direction = LineDirection.Horizontal, Value = 1 }],
                    EmptyMessage = rows.Count < LocalPearson.PaperWindow
                        ? $"Needs {RunWords.Count(LocalPearson.PaperWindow)} steps: this run has {RunWords.Count(rows.Count)} so far"
                        : "Undefined at every step: a series stands still or is not finite",
                },
            ],
        };
    }
}
