using StructuralError.Reporting.Html.Model;

namespace StructuralError.Reporting.Html.Checklist;

/// <summary>
/// The lines that the usual checklists share: ML Code Completeness (Papers with Code; part of NeurIPS' code submission), the ACL and NeurIPS reproducibility
/// checklists, PyTorch's notes on reproducibility, ReScience C and its Ten Years Challenge. What the data do not show is answered no.
/// </summary>
public static class ReproducibilityChecklist
{
    public static IReadOnlyList<ChecklistAnswer> Answers(ReportPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return [.. CodeAnswers.Of(page), .. DataAnswers.Of(page), .. ExperimentAnswers.Of(page), .. OutputAnswers.Of(page)];
    }
}
