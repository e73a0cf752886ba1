using System.Globalization;
using System.Xml.Linq;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>Which verdicts are the same in all members of a family, and on what the others depend.</summary>
internal static class RobustnessSection
{
    public static XElement? Build(ReportPage page) => page.Robustness.Count == 0 ? null : Section(
        "section-robustness",
        "Robustness",
        page.Robustness.Select(report => new object[]
        {
            El("h3", $"Over {Words.Count(report.Members.Count)} {report.Family}"),
            El("p", report.Question, " ", report.Counts),
            El("p", Class("hint"), $"{Words.Count(report.Seeds, "seed")}, {report.Precision}; {report.Family}/{RobustnessReport.MarkdownFile} has it as text."),
            Members(report),
            Enum.GetValues<Stability>().Select(stability => Claims(report, stability, page)),
        }));

    private static XElement Members(RobustnessReport report) => Table(
        $"The {report.Family}, and how well the paper’s text fits them: the mean share of cases that hold",
        [report.Noun, "What it is", "Fit", "Reproduced", "In part", "Not", "Not decided"],
        report.Members.Select(member => El(
            "tr",
            RowHeader(member.Name),
            Cell(member.Text),
            Number(double.IsNaN(member.Fit) ? null : member.Fit.ToString("F2", CultureInfo.InvariantCulture)),
            Number(Words.Count(member.Reproduced)),
            Number(Words.Count(member.InPart)),
            Number(Words.Count(member.NotReproduced)),
            Number(Words.Count(member.Undecided)))));

    private static XElement? Claims(RobustnessReport report, Stability stability, ReportPage page)
    {
        ClaimRobustness[] claims = [.. report.Claims.Where(claim => claim.Stability == stability)];
        return claims.Length == 0 ? null : Table(
            $"{RobustnessMarkdown.Heading(stability, report.Noun)}: {Words.Count(claims.Length, "claim")}, verdict and cases that hold in each",
            ["Claim", .. report.Members.Select(member => member.Name)],
            claims.Select(claim => El(
                "tr",
                RowHeader(page.Claims.Any(result => result.Id == claim.Id) ? LinkTo(claim.Id, claim.Sentence) : claim.Sentence),
                claim.Members.Select(member => Cell(Short(member))))));
    }

    private static XElement Short(MemberVerdict member)
    {
        XElement mark = VerdictMark.Of(member.Verdict);
        mark.SetAttributeValue("title", Verdicts.Name(member.Verdict));
        mark.Nodes().OfType<XText>().Remove();
        mark.Add(FormattableString.Invariant($" {member.Holding}/{member.Cases}"));
        return mark;
    }
}
