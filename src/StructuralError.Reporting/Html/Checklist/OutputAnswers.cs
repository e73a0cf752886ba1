using StructuralError.Reporting.Html.Model;

namespace StructuralError.Reporting.Html.Checklist;

/// <summary>What is left for others to look at?</summary>
internal static class OutputAnswers
{
    public static IEnumerable<ChecklistAnswer> Of(ReportPage page)
    {
        const string Item = "Results and what makes them";
        string shown = Words.List([.. Shown(page)]);
        string command = page.CommandLine is null ? " The command that made this page is not recorded." : $" Made again by: {page.CommandLine}";
        Answer answer = page.CommandLine is null ? Answer.Partly : Answer.Yes;
        yield return shown.Length == 0
            ? new(Item, Norms.CodeCompleteness, Model.Answer.No, "This page shows no result.")
            : new(Item, Norms.CodeCompleteness, answer, $"{shown}, drawn from the runs’ own CSV files.{command}");
        yield return new(
            "Readable without this program", Norms.TenYears, Model.Answer.Yes,
            "Results are CSV, JSON and SVG; this page is one file that loads nothing and shows everything without its script.");
    }

    private static IEnumerable<string> Shown(ReportPage page)
    {
        if (page.Figures.Count > 0)
        {
            yield return Words.Count(page.Figures.Count, "figure");
        }

        if (page.Claims.Count > 0)
        {
            yield return Words.Count(page.Claims.Count, "claim") + " with evidence";
        }

        if (page.Runs.Count > 0)
        {
            yield return "a table of " + Words.Count(page.Runs.Count, "run");
        }
    }
}
