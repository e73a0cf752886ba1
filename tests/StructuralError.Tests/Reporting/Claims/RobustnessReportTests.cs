using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Paper;
using Xunit;

namespace StructuralError.Tests.Reporting.Claims;

public sealed class RobustnessReportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_Read_IsTheSame()
    {
        RobustnessReport report = SampleClaims.Robustness();
        report.Write(_directory.Path);
        RobustnessReport read = RobustnessReport.Read(_directory.Path)!;
        Assert.Equal(report.ToJson(), read.ToJson());
        Assert.Contains("\"stability\": \"depends\"", report.ToJson(), StringComparison.Ordinal);
        Assert.Null(RobustnessReport.Read(_directory.File("nowhere")));
    }

    [Fact]
    public void Markdown_SaysWhatIsRobustAndOnWhatTheRestDepends()
    {
        string text = RobustnessMarkdown.Text(SampleClaims.Robustness());
        Assert.Contains(
            "Which hold? Of 2 claims of the paper: 1 with one verdict in all 2 architectures, 0 with one verdict in all that decide them, 1 with a verdict that "
            + "depends on the architecture, 0 decided in none.", text, StringComparison.Ordinal);
        Assert.Contains("| [tanh](tanh/claims.md) | tanh. | a = tanh-a | 0.50 | 1 | 0 | 1 | 0 |", text, StringComparison.Ordinal);
        Assert.Contains("## Depend on the architecture", text, StringComparison.Ordinal);
        Assert.Contains("| Sentence of gap-narrows. `gap-narrows` | claim of the paper | reproduced in part, 1 of 2 | not reproduced, 0 of 2 | tanh |", text, StringComparison.Ordinal);
        Assert.Contains("| Sentence \\| of ours. `ours` |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Themes_ClaimsAndFiguresOfThePaper_AreThereAndComeOnce()
    {
        Assert.All(Theme.All.SelectMany(theme => theme.Ids), id => Assert.Contains(id, PaperClaims.All.Select(claim => claim.Id)));
        Assert.All(Theme.All.Select(theme => theme.Figure).OfType<string>(), id => Assert.Contains(id, PaperPlan.Figures.Select(figure => figure.Id)));
        Assert.Equal(Theme.All.Sum(theme => theme.Ids.Count), Theme.All.SelectMany(theme => theme.Ids).Distinct().Count());
        Assert.Equal(3, Theme.All.Count(theme => theme.Figure is not null));
        Assert.Empty(PaperClaims.All.Where(claim => claim.Kind == ClaimKind.Paper).Select(claim => claim.Id).Except(Theme.All.SelectMany(theme => theme.Ids)));
    }

    [Fact]
    public void Counts_OneOfEach_AreSingular()
    {
        Assert.Equal("1 claim of the paper: 0 reproduced, 0 reproduced in part, 1 not reproduced, 0 undecided", SampleClaims.Report().Counts);
        Assert.Equal("0 of 1 case", Theme.Cases(SampleClaims.Report().Results[0]));
        Assert.Contains("\n1 seed, f64. ", RobustnessMarkdown.Text(SampleClaims.Robustness() with { Seeds = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_ClaimThatCannotBeDecided_AreNotCounted() =>
        Assert.Empty(Theme.Cases(SampleClaims.Report().Results[0] with { Verdict = Verdict.CannotBeDecided }));

    [Fact]
    public void Figure_NamesEveryClaimAndEveryMember()
    {
        string svg = System.Text.Encoding.UTF8.GetString(SvgWriter.Write(FigureRobustness.Build(SampleClaims.Robustness())));
        Assert.All((string[])["default", "tanh", "pearson-near-one", "gap-narrows", "ours", "reproduced in part"], word => Assert.Contains($">{word}<", svg, StringComparison.Ordinal));
    }
}
