using StructuralError.Experiments.Paper;
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
            "Which hold? Of 2 claims of the paper 1 have one verdict in all 2 architectures, 0 in all that decide them, 1 depend on the architecture, "
            + "and 0 no architecture decides.", text, StringComparison.Ordinal);
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
    }

    [Fact]
    public void Figure_NamesEveryClaimAndEveryMember()
    {
        string svg = System.Text.Encoding.UTF8.GetString(SvgWriter.Write(FigureRobustness.Build(SampleClaims.Robustness())));
        Assert.All((string[])["default", "tanh", "pearson-near-one", "gap-narrows", "ours", "reproduced in part"], word => Assert.Contains($">{word}<", svg, StringComparison.Ordinal));
    }
}
