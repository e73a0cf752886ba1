using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Html;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using StructuralError.Tests.Reporting.Figures;
using StructuralError.Tests.Reporting.Claims;
using Xunit;

namespace StructuralError.Tests.Reporting.Html;

public partial class ReportWriterTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        byte[] first = ReportWriter.Write(SamplePages.Full);
        using CommaCulture culture = new();
        Assert.Equal(first, ReportWriter.Write(SamplePages.Full));
    }

    [Fact]
    public void Write_AnyPage_IsWellFormedAndEveryIdIsOne()
    {
        XElement html = Parse(SamplePages.Full);
        string[] ids = [.. html.Descendants().Attributes("id").Select(id => id.Value)];

        Assert.Equal(ids.Distinct().Order(), ids.Order());
        string[] referred =
        [
            .. html.Descendants("a").Attributes("href").Select(href => href.Value).Where(href => href.StartsWith('#')).Select(href => href[1..]),
            .. html.Descendants().Attributes("aria-labelledby").SelectMany(names => names.Value.Split(' ')),
            .. html.Descendants().Attributes("clip-path").Select(clip => clip.Value[5..^1]),
        ];
        Assert.NotEmpty(referred);
        Assert.All(referred, id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Write_AnyPage_LoadsNothing()
    {
        XElement html = Parse(SamplePages.Full);

        Assert.Empty(html.Descendants().Attributes("src"));
        Assert.Empty(html.Descendants().Attributes("style"));
        Assert.Equal("data:,", Assert.Single(html.Descendants("link")).Attribute("href")?.Value);
        string text = Encoding.UTF8.GetString(ReportWriter.Write(SamplePages.Full)).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)https?://|@import|url\\((?!#)|fetch\\(|XMLHttpRequest|WebSocket|import\\(", text);
    }

    [Fact]
    public void Write_Policy_NamesTheHashesOfWhatIsThere()
    {
        string text = Encoding.UTF8.GetString(ReportWriter.Write(SamplePages.Full));
        string policy = Parse(SamplePages.Full).Descendants("meta").Single(meta => meta.Attribute("http-equiv")?.Value == "Content-Security-Policy").Attribute("content")!.Value;

        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src 'sha256-{Hash(StyleContent().Match(text).Groups[1].Value)}'", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src 'sha256-{Hash(ScriptContent().Match(text).Groups[1].Value)}'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_HostileWords_AreWordsAndNothingElse()
    {
        const string Shown = "<script>alert('1')</script> & \"two\" ]]> \uFFFD \uFFFD --> é";
        Run hostile = SamplePages.Run(SamplePages.Hostile, 0, 0.9);
        OrderedDictionary<string, JsonElement> spec = new() { [SamplePages.Hostile] = JsonSerializer.SerializeToElement(SamplePages.Hostile) };
        ReportPage page = SamplePages.Full with
        {
            Title = SamplePages.Hostile,
            Lead = SamplePages.Hostile,
            CommandLine = SamplePages.Hostile,
            Figures = [SamplePages.Curves("figure2") with { Title = SamplePages.Hostile, Note = SamplePages.Hostile, Panels = [.. SamplePages.Curves("figure2").Panels.Select(panel => panel with { Title = SamplePages.Hostile })] }],
            Runs = [hostile with { Manifest = hostile.Manifest with { CommandLine = [SamplePages.Hostile], Spec = spec } }],
        };
        XElement html = Parse(page);

        Assert.Equal(Parse(SamplePages.Full).Descendants("script").Count() - 1, html.Descendants("script").Count());
        Assert.Equal(Shown, html.Descendants("h1").Single().Value);
        Assert.Equal(ShellWord.Quote(Shown), html.Descendants("pre").Single().Value);
        Assert.Contains(Shown, html.Descendants("th").Select(cell => cell.Value));
        // In the data the script reads as well: no tag begins there.
        XElement data = html.Descendants("script").First(script => script.Attribute("type")?.Value == "application/json");
        Assert.DoesNotContain('<', data.Value);
    }

    [Fact]
    public void Write_Claims_AreALineEachByKindWithTheirEvidenceFolded()
    {
        XElement html = Parse(SamplePages.Full with { Claims = [.. SamplePages.Full.Claims, SamplePages.Result("ours", Verdict.Reproduced, []) with { Kind = ClaimKind.Ours }] });
        XElement section = SectionOf(html, "section-claims");
        XElement[] lines = [.. section.Elements("details").Elements("summary")];

        Assert.Equal(["Claims of the paper", "Ours: questions that the paper’s claims raise"], section.Elements("h3").Select(heading => heading.Value));
        Assert.Equal(
            ["✓ reproduced 1. Sentence of pearson-near-one.", "✗ not reproduced 2. Sentence of gap-narrows.", "? undecided 3. Sentence of onset-later.", "✓ reproduced 4. Sentence of ours."],
            lines.Select(line => line.Value));
        XElement evidence = html.Descendants("div").Single(element => element.Attribute("id")?.Value == "pearson-near-one");
        Assert.Equal("details", evidence.Parent!.Name.LocalName);
        Assert.Equal(["#figure2", "#figure3"], evidence.Descendants("a").Select(link => link.Attribute("href")!.Value));
        Assert.Contains("figure 99 (not on this page)", section.Value, StringComparison.Ordinal);
        Assert.Contains("mean of r", evidence.Value, StringComparison.Ordinal);
        Assert.Equal(["model a, k = 1", "correlation", "0.998", "0.997", "0.9975", "0.991 to 1.004", "✓ reproduced"], Cells(evidence, 0));
        Assert.Equal(["model b, k = 1", "correlation", "–", "–", "–", "–", "? undecided"], Cells(evidence, 1));
        Assert.Equal(["#pearson-near-one", "#gap-narrows"], SectionOf(html, "figure2").Descendants("li").Elements("a").Select(link => link.Attribute("href")!.Value));
    }

    [Fact]
    public void Write_EvidenceOfSeveralReadings_EachRowSaysItsOwn()
    {
        ClaimResult claim = SamplePages.Result("read", Verdict.Reproduced, []);
        XElement html = Parse(SamplePages.Full with { Claims = [claim with { Evidence = [.. claim.Evidence.Select(item => item with { Reading = "signed" })] }] });
        XElement evidence = html.Descendants("div").Single(element => element.Attribute("id")?.Value == "read");
        Assert.Equal(["Reading", "Case", "Quantity"], evidence.Descendants("thead").Last().Descendants("th").Take(3).Select(header => header.Value));
        Assert.Equal(["signed", "model a, k = 1"], Cells(evidence, 0).Take(2));
    }

    [Fact]
    public void Write_Findings_ComeFirstWithTheirFigures()
    {
        XElement html = Parse(SamplePages.Full);
        XElement first = html.Descendants("main").Elements("section").First();
        Assert.Equal("section-findings", first.Attribute("id")!.Value);
        Assert.Contains("Of 2 claims: 1 reproduced, 1 not reproduced.", first.Value, StringComparison.Ordinal);
        Assert.Equal(["#pearson-near-one", "#gap-narrows"], first.Elements("ul").Elements("li").Elements("a").Select(link => link.Attribute("href")!.Value));
        Assert.Equal(["figure2"], first.Elements("section").Attributes("id").Select(id => id.Value));
        Assert.Equal(["figure3"], SectionOf(html, "section-figures").Elements("section").Attributes("id").Select(id => id.Value));
    }

    [Fact]
    public void Write_Robustness_HasARowAClaimAndAColumnAMember()
    {
        RobustnessReport report = SampleClaims.Robustness();
        XElement section = SectionOf(Parse(SamplePages.Full with { Robustness = [report] }), "section-robustness");
        XElement[] tables = [.. section.Descendants("table")];
        Assert.Contains("Of 2 claims of the paper: 1 with one verdict in all 2 architectures", section.Value, StringComparison.Ordinal);
        Assert.Equal(["default", "The program’s own.", "0.75", "1", "1", "0", "0"], Cells(tables[0], 0));
        Assert.Equal(["Sentence of pearson-near-one.", "✓ 4/4", "✓ 4/4"], Cells(tables[1], 0));
        Assert.Equal(["Sentence of gap-narrows.", "◐ 1/2", "✗ 0/2"], Cells(tables[2], 0));
    }

    [Fact]
    public void Write_Runs_ShowsMeansOverCompletedSeeds()
    {
        XElement runs = SectionOf(Parse(SamplePages.Full), "section-runs");
        XElement[] tables = [.. runs.Descendants("table")];

        // Mean 0.91, s = 0.01·√2, t(1) = 12.706: ± 0.127.
        Assert.Equal(["a", "2", "118,282", "91.00 %", "78.29 % to 103.71 %", "2.00 s"], Cells(tables[0], 0));
        Assert.Equal(["mnist-a-k1-s2", "a", "2", "✗ failed: loss is NaN", "–", "–", "–", "–", "–", "–", "–"], Cells(tables[1], 2));
        Assert.Contains("checked on 120,000 samples in 2 runs and was violated on 0. 1 run without a summary not counted.", runs.Value, StringComparison.Ordinal);
        Assert.Equal(["k", "1"], Cells(tables[2], 0));
    }

    [Fact]
    public void Write_NothingButATitle_StillAnswersTheChecklist()
    {
        XElement html = Parse(new ReportPage { Title = "Empty" });

        Assert.Equal(["section-provenance", "section-checklist"], html.Descendants("main").Elements("section").Attributes("id").Select(id => id.Value));
        Assert.True(html.Descendants("tbody").Elements("tr").Count() > 10);
    }

    [Fact]
    public void Write_QuickRun_SaysSoAtTheHead()
    {
        Assert.DoesNotContain("quick", Parse(SamplePages.Full).Descendants("header").Single().Value, StringComparison.OrdinalIgnoreCase);
        XElement html = Parse(SamplePages.Full with { IsQuick = true });
        Assert.Contains("Quick run.", html.Descendants("header").Single().Value, StringComparison.Ordinal);
        Assert.EndsWith("(quick run)", html.Descendants("title").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SameIdTwice_IsRefused()
    {
        ReportPage page = SamplePages.Full with { Claims = [SamplePages.Result("figure2", Verdict.Reproduced, [])] };
        Assert.Contains("'figure2'", Assert.Throws<ArgumentException>(() => ReportWriter.Write(page)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FigureNames))]
    public void Write_AnyFigure_GoesIntoThePage(string name)
    {
        XElement html = Parse(new ReportPage { Title = name, Figures = [SampleFigures.All[name]] });
        XElement svg = Assert.Single(html.Descendants(Svg + "svg"));

        Assert.Null(svg.Attribute("width"));
        Assert.Empty(svg.Descendants(Svg + "style"));
        Assert.Equal(SampleFigures.All[name].Title, svg.Element(Svg + "title")?.Value);
    }

    public static TheoryData<string> FigureNames => SampleFigures.Names;

    private static XElement Parse(ReportPage page)
    {
        using StringReader text = new(Encoding.UTF8.GetString(ReportWriter.Write(page)));
        using XmlReader reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    private static XElement SectionOf(XElement html, string id) => html.Descendants("section").Single(section => section.Attribute("id")?.Value == id);

    private static IEnumerable<string> Cells(XElement within, int row) => within.Descendants("tbody").Elements("tr").ElementAt(row).Elements().Select(cell => cell.Value);

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline, 2000)]
    private static partial Regex StyleContent();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline, 2000)]
    private static partial Regex ScriptContent();
}
