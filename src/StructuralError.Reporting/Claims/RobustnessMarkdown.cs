using System.Globalization;
using System.Text;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Families;

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
        var text = new StringBuilder();
        Line(text, $"# The paper's claims over {report.Members.Count.ToString(CultureInfo.InvariantCulture)} {report.Family}, on {report.Dataset}");
        Line(text);
        if (report.IsQuick)
        {
            Line(text, "**A quick run: fewer steps than the paper trained. Claims about training are not decided where runs end before step 500.**");
            Line(text);
        }

        Line(text, $"{report.Question} {report.Counts}");
        Line(text);
        Line(text, string.Create(CultureInfo.InvariantCulture, $"{report.Seeds} {(report.Seeds == 1 ? "seed" : "seeds")}, {report.Precision}. {Rule}"));
        Members(text, report);
        foreach (Stability stability in Enum.GetValues<Stability>())
        {
            Claims(text, report, stability);
        }

        return text.ToString();
    }

    private static void Members(StringBuilder text, RobustnessReport report)
    {
        Line(text);
        Line(text, $"## The {report.Family}");
        Line(text);
        Row(text, [report.Noun, "what it is", "differs in", "fit", "reproduced", "in part", "not", "not decided"]);
        Row(text, ["---", "---", "---", "--:", "--:", "--:", "--:", "--:"]);
        foreach (MemberFit member in report.Members)
        {
            Row(
                text,
                [
                    $"[{member.Name}]({member.Name}/{ClaimsReport.MarkdownFile})", Cell(member.Text), Cell(member.Differences),
                    double.IsNaN(member.Fit) ? string.Empty : member.Fit.ToString("F2", CultureInfo.InvariantCulture),
                    Whole(member.Reproduced), Whole(member.InPart), Whole(member.NotReproduced), Whole(member.Undecided),
                ]);
        }
    }

    private static void Claims(StringBuilder text, RobustnessReport report, Stability stability)
    {
        ClaimRobustness[] claims = [.. report.Claims.Where(claim => claim.Stability == stability)];
        if (claims.Length == 0)
        {
            return;
        }

        Line(text);
        Line(text, $"## {Heading(stability, report.Noun)}");
        Line(text);
        Row(text, ["claim", "kind", .. report.Members.Select(member => member.Name), .. stability == Stability.Depends ? (string[])["otherwise in"] : []]);
        Row(text, ["---", "---", .. report.Members.Select(_ => "---"), .. stability == Stability.Depends ? (string[])["---"] : []]);
        foreach (ClaimRobustness claim in claims)
        {
            Row(
                text,
                [
                    $"{Cell(claim.Sentence)} `{claim.Id}`", ClaimKinds.Name(claim.Kind), .. claim.Members.Select(Verdict),
                    .. stability == Stability.Depends ? (string[])[string.Join(", ", claim.DependsOn)] : [],
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

    private static string Verdict(MemberVerdict member) =>
        string.Create(CultureInfo.InvariantCulture, $"{Verdicts.Name(member.Verdict)}, {member.Holding} of {member.Cases}");

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A bar would end the cell.
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static void Row(StringBuilder text, string[] cells) => Line(text, $"| {string.Join(" | ", cells)} |");

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
