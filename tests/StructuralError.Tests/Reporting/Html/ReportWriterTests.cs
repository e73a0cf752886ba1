using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Html;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using StructuralError.Tests.Reporting.Figures;
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
    public void Write_Claims_LinkToEvidenceAndFigures()
    {
        XElement html = Parse(SamplePages.Full);
        XElement[] rows = [.. SectionOf(html, "section-claims").Descendants("tbody").Elements("tr")];

        Assert.Equal(3, rows.Length);
        Assert.Equal(["#pearson-near-one", "#pearson-near-one", "#figure2", "#figure3"], rows[0].Descendants("a").Select(link => link.Attribute("href")!.Value));
        Assert.Contains("✓ reproduced", rows[0].Value, StringComparison.Ordinal);
        Assert.Contains("✗ not reproduced", rows[1].Value, StringComparison.Ordinal);
        Assert.Contains("? undecided", rows[2].Value, StringComparison.Ordinal);
        Assert.Contains("figure 99 (not on this page)", rows[2].Value, StringComparison.Ordinal);
        XElement evidence = SectionOf(html, "pearson-near-one");
        Assert.Contains("mean of r", evidence.Value, StringComparison.Ordinal);
        Assert.Equal(["model a, k = 1", "correlation", "0.998", "0.997", "0.9975", "0.991 to 1.004", "✓ reproduced"], Cells(evidence, 0));
        Assert.Equal(["model b, k = 1", "correlation", "–", "–", "–", "–", "? undecided"], Cells(evidence, 1));
        Assert.Equal(["#pearson-near-one", "#gap-narrows"], SectionOf(html, "figure2").Descendants("li").Elements("a").Select(link => link.Attribute("href")!.Value));
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
