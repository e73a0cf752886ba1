using StructuralError.Reporting.Claims;
using StructuralError.Tests.Analysis.Claims;
using Xunit;

namespace StructuralError.Tests.Reporting.Claims;

public sealed class ClaimsMarkdownTests
{
    [Fact]
    public void Text_SampleReport_HasTheTableAndTheEvidence()
    {
        using var culture = new CommaCulture();
        string text = ClaimsMarkdown.Text(SampleClaims.Report());
        Assert.StartsWith("# The paper's claims, judged on made-up\n\n1 claim of the paper: 0 reproduced, 0 reproduced in part, 1 not reproduced, 0 undecided.\n", text, StringComparison.Ordinal);
        AssertLine(text, """| 1 | [\|U\| falls "fast".](#sample-claim) | claim of the paper | Section 9 \| Figure 5 | **not reproduced** |""");
        AssertLine(text, "<a id=\"sample-claim\"></a>");
        AssertLine(text, "- Where: Section 9 | Figure 5: \"U falls\"");
        AssertLine(text, "| signed | not reproduced | 0 of 1 | 2 of 3 |");
        AssertLine(text, "- Statistic: |U| of the last divided by |U| of the first.");
        AssertLine(text, "- Threshold: < 0.5: half.");
        AssertLine(text, "- Figures: figure5, figure6");
        AssertLine(text, "| case | quantity | seed -3 | seed 0 | mean | 95 % interval | verdict |");
        AssertLine(text, """| model a, k = 1 | \|U\| deepest / shallowest | ∞ | 1.23 | ∞ |  | not reproduced |""");
        AssertLine(text, """| model c, k = 1 | \|U\| deepest / shallowest |  |  |  |  | undecided |""");
        AssertLine(text, "| model a, k = 1 | onset (step) | undefined | 1234 | -0.5 | -1.5 to 0.5 |");
    }

    [Fact]
    public void Text_QuickRun_SaysSo()
    {
        Assert.Contains("A quick run", ClaimsMarkdown.Text(SampleClaims.Report(isQuick: true)), StringComparison.Ordinal);
        Assert.DoesNotContain("A quick run", ClaimsMarkdown.Text(SampleClaims.Report()), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OtherTraining_SaysSo()
    {
        Assert.Contains("**Trained with `--init he-normal`", ClaimsMarkdown.Text(SampleClaims.Report() with { Options = "--init he-normal" }), StringComparison.Ordinal);
        Assert.DoesNotContain("Trained with", ClaimsMarkdown.Text(SampleClaims.Report()), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_AllClaims_EveryTableRowHasTheCellsOfItsHeader()
    {
        int cells = 0;
        foreach (string line in ClaimsMarkdown.Text(ClaimsReport.Of(MadeUp.Networks(["a", "b", "c", "d"], (_, _, _) => MadeUp.Network))).Split('\n'))
        {
            if (!line.StartsWith('|'))
            {
                cells = 0;
                continue;
            }

            int here = line.Replace("\\|", string.Empty, StringComparison.Ordinal).Count(character => character == '|');
            Assert.True(cells == 0 || cells == here, line);
            cells = here;
        }
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Text_SameData_SameBytes()
    {
        ClaimsReport Made() => ClaimsReport.Of(MadeUp.Runs(MadeUp.OneBlock, (_, _, t) => MadeUp.Row with { PearsonUpper = 0.9, G = t }));
        Assert.Equal(ClaimsMarkdown.Text(Made()), ClaimsMarkdown.Text(Made()));
        Assert.Equal(Made().ToJson(), Made().ToJson());
    }

    private static void AssertLine(string text, string line) => Assert.Contains(line, text.Split('\n'));
}
