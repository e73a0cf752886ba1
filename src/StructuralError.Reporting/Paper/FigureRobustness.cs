using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>Claims × members of a family: a cell is filled as far as cases hold, in the colour of the verdict.</summary>
internal static class FigureRobustness
{
    private const double HalfCell = 0.44;
    private const double RowHeight = 19;
    private const double Pale = 0.16;
    private const double Strong = 0.85;

    public static Figure Build(RobustnessReport report)
    {
        // Upwards, as y grows: the last claim first.
        ClaimRobustness[] rows = [.. report.Claims.OrderBy(claim => claim.Stability).Reverse()];
        string title = $"The paper’s claims over {RunWords.Count(report.Members.Count)} {report.Family} – {RunWords.DatasetName(report.Dataset)}";
        string shown = "A row is a claim, a column one " + report.Noun + ". The colour is the verdict; a cell is filled from below as far as cases hold. "
            + "From above: robust, robust where decided, dependent, undecided.";
        return new Figure
        {
            Id = "robustness",
            Title = title,
            Subtitle = (report.IsQuick ? "Quick run: fewer steps than the paper’s. " : "") + shown,
            Description = $"{shown} {report.Counts}",
            Note = $"{RunWords.Count(report.Seeds)} {(report.Seeds == 1 ? "seed" : "seeds")}, {report.Precision}",
            Panels =
            [
                new Panel
                {
                    X = new Axis { Categories = [.. report.Members.Select(member => member.Name)], Minimum = -0.5, Maximum = report.Members.Count - 0.5 },
                    Y = new Axis { Categories = [.. rows.Select(claim => claim.Id)], Minimum = -0.5, Maximum = rows.Length - 0.5 },
                    Bands = [.. Enum.GetValues<Verdict>().SelectMany(verdict => Cells(rows, verdict))],
                },
            ],
            PlotHeight = RowHeight * Math.Max(rows.Length, 3),
        };
    }

    private static IEnumerable<Band> Cells(ClaimRobustness[] rows, Verdict verdict)
    {
        // The first cell gives the legend its entry.
        string? name = Verdicts.Name(verdict);
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < rows[row].Members.Count; column++)
            {
                if (rows[row].Members[column] is var member && member.Verdict == verdict)
                {
                    yield return Cell(verdict, row, column, 1, Pale, null);
                    bool isEmpty = verdict == Verdict.CannotBeDecided || member.Cases == 0;
                    yield return Cell(verdict, row, column, isEmpty ? 0 : (double)member.Holding / member.Cases, Strong, name);
                    name = null;
                }
            }
        }
    }

    private static Band Cell(Verdict verdict, int row, int column, double share, double opacity, string? name) => new()
    {
        Key = verdict.ToString(),
        Name = name,
        X = [column - HalfCell, column + HalfCell],
        Lower = [row - HalfCell, row - HalfCell],
        Upper = [.. Enumerable.Repeat(row - HalfCell + (2 * HalfCell * share), 2)],
        Ink = verdict switch
        {
            Verdict.Reproduced => Ink.Blue,
            Verdict.ReproducedInPart => Ink.Sky,
            Verdict.NotReproduced => Ink.Vermillion,
            Verdict.CannotBeDecided => Ink.Grid,
            _ => Ink.MutedText,
        },
        Opacity = opacity,
    };
}
