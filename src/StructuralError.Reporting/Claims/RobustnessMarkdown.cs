using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Families;
using static System.FormattableString;

namespace StructuralError.Reporting.Claims;

/// <summary><c>robustness.md</c>: what is robust, on what the others depend, the members, and every claim in every member.</summary>
public static class RobustnessMarkdown
{
    private const string Rule =
        "Each claim is judged in each of them by the same code, statistic and threshold. It is *robust* where all decide it with one verdict, and *robust "
        + "where decided* where some leave it undecided and the others agree. It *depends* where they disagree; the last column names those whose verdict is "
        + "not that of the first. Only claims of the paper are counted. The fit is the mean over the paper's claims of the share of cases that hold, without "
        + "claims that cannot be decided: the higher, the better the text describes these networks.";

    public static string Text(RobustnessReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new MarkdownText();
        text.Paragraph(Invariant($"# The paper's claims over {report.Members.Count} {report.Family}, on {report.Dataset}"));
        text.Paragraph(report.IsQuick ? MarkdownText.QuickRun : null);
        text.Paragraph($"{report.Question} {report.Counts}");
        text.Line(Invariant($"{report.Seeds} {(report.Seeds == 1 ? "seed" : "seeds")}, {report.Precision}. {Rule}"));
        Members(text, report);
        foreach (Stability stability in Enum.GetValues<Stability>())
        {
            Claims(text, report, stability);
        }

        return text.ToString();
    }

    private static void Members(MarkdownText text, RobustnessReport report)
    {
        text.Line();
        text.Paragraph($"## The {report.Family}");
        text.Row(report.Noun, "what it is", "differs in", "fit", "reproduced", "in part", "not", "not decided");
        text.Row("---", "---", "---", "--:", "--:", "--:", "--:", "--:");
        foreach (MemberFit member in report.Members)
        {
            text.Row(
                $"[{member.Name}]({member.Name}/{ClaimsReport.MarkdownFile})", MarkdownText.Cell(member.Text), MarkdownText.Cell(member.Differences),
                double.IsNaN(member.Fit) ? string.Empty : Invariant($"{member.Fit:F2}"), Invariant($"{member.Reproduced}"), Invariant($"{member.InPart}"),
                Invariant($"{member.NotReproduced}"), Invariant($"{member.Undecided}"));
        }
    }

    private static void Claims(MarkdownText text, RobustnessReport report, Stability stability)
    {
        ClaimRobustness[] claims = [.. report.Claims.Where(claim => claim.Stability == stability)];
        if (claims.Length == 0)
        {
            return;
        }

        bool depends = stability == Stability.Depends;
        text.Line();
        text.Paragraph($"## {Heading(stability, report.Noun)}");
        text.Header(["claim", "kind", .. report.Members.Select(member => member.Name), .. depends ? (string[])["otherwise in"] : []]);
        foreach (ClaimRobustness claim in claims)
        {
            text.Row(
            [
                $"{MarkdownText.Cell(claim.Sentence)} `{claim.Id}`", ClaimKinds.Name(claim.Kind), .. claim.Members.Select(Verdict),
                .. depends ? (string[])[string.Join(", ", claim.DependsOn)] : [],
            ]);
        }
    }

    /// <summary>What a class of claims is called.</summary>
    public static string Heading(Stability stability, string noun) => stability switch
    {
        Stability.Robust => "Robust",
        Stability.RobustWhereDecided => "Robust where decided",
        Stability.Depends => $"Depend on the {noun}",
        _ => "Decided in none",
    };

    private static string Verdict(MemberVerdict member) => Invariant($"{Verdicts.Name(member.Verdict)}, {member.Holding} of {member.Cases}");
}
