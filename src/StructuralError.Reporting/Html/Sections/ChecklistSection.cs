using System.Xml.Linq;
using StructuralError.Reporting.Html.Checklist;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>What the usual reproducibility checklists ask, answered line by line.</summary>
internal static class ChecklistSection
{
    public static XElement Build(ReportPage page) => Section(
        "section-checklist",
        "Reproducibility checklist",
        Cards("Answered from the runs’ own files", ["Item", "Asked by", "Answer", "What there is"], ReproducibilityChecklist.Answers(page).Select(Row)));

    private static XElement Row(ChecklistAnswer line) => El("tr", RowHeader(line.Item), Cell(line.Norm), Cell(Mark(line.Answer)), Cell(line.Explanation));

    private static XElement Mark(Answer answer) => answer switch
    {
        Answer.Yes => VerdictMark.Mark("yes", "✓", "yes"),
        Answer.Partly => VerdictMark.Mark("open", "◐", "partly"),
        _ => VerdictMark.Mark("no", "✗", "no"),
    };
}
