using System.Text;
using System.Xml.Linq;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Pdf;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Runs;
using StructuralError.Tests.Reporting.Csv;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public class SvgWriterTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => SampleFigures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_AnyFigure_IsWellFormedAndAccessible(string name)
    {
        Figure figure = SampleFigures.All[name];
        XElement root = Parse(figure);

        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal("img", root.Attribute("role")?.Value);
        Assert.Equal(figure.Title, root.Element(Svg + "title")?.Value);
        Assert.Equal(figure.Description, root.Element(Svg + "desc")?.Value);
        string[] ids = [.. root.DescendantsAndSelf().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(root.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Contains(id, ids));
        Assert.All(root.Descendants().Attributes("clip-path"), clip => Assert.Contains(clip.Value[5..^1], ids));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Twice_GivesTheSameBytes(string name)
    {
        byte[] first = SvgWriter.Write(SampleFigures.All[name]);
        using CommaCulture culture = new();
        Assert.Equal(first, SvgWriter.Write(SampleFigures.All[name]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_EveryColour_HasItsDarkOne(string name)
    {
        XElement root = Parse(SampleFigures.All[name]);
        string style = root.Element(Svg + "style")!.Value;
        Assert.StartsWith("@media screen and (prefers-color-scheme: dark) {", style, StringComparison.Ordinal);
        foreach (XElement element in root.Descendants().Where(element => element.Attribute("class")?.Value.StartsWith("se-", StringComparison.Ordinal) == true && element.Name != Svg + "g"))
        {
            Assert.Contains("." + element.Attribute("class")!.Value + "{", style, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_FirstShape_IsThePaper()
    {
        XElement path = Parse(SampleFigures.All["grid"]).Elements(Svg + "path").First();
        Assert.Equal("#ffffff", path.Attribute("fill")?.Value);
        Assert.StartsWith("M0 0l900 0 0 ", path.Attribute("d")?.Value, StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Write_FiftyThousandSteps_StaysSmall()
    {
        foreach (Figure figure in RunFigures.Build(SampleFigures.Manifest, SampleFigures.Run(50_000)))
        {
            Assert.InRange(SvgWriter.Write(figure).Length, 10_000, 300_000);
        }
    }

    /// <summary>Correlations that are 1 now and then are gaps of 1 − r, which is drawn on a logarithmic scale; failed rows are gaps everywhere.</summary>
    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public void Write_ManyStepsWithGaps_StaysSmall(int count)
    {
        StepRow[] rows = [.. SampleFigures.Run(count).Select(row => row.Step % 7 == 3 || row.Step * row.Step % 11 == 4
            ? Rows.Fill(double.NaN) with { Step = row.Step, PearsonUpper = 1, PearsonLower = 1 }
            : row with { PearsonUpper = row.Step % 3 == 0 ? 1 : row.PearsonUpper, PearsonLower = row.Step % 5 == 0 ? 1 : row.PearsonLower })];
        foreach (Figure figure in RunFigures.Build(SampleFigures.Manifest, rows))
        {
            Assert.InRange(SvgWriter.Write(figure).Length, 10_000, 300_000);
            Assert.InRange(PdfWriter.Write(figure).Length, 5_000, 300_000);
        }
    }

    [Fact]
    public void Write_LineOfOnePoint_IsADot()
    {
        LineMark line = new([[new(1, 2)], [new(3, 4), new(3.001, 4)], [new(5, 6), new(5, 7)]], Ink.Blue, 5);
        XElement root = XElement.Parse(SvgWriter.ToText(new Drawing("d", "t", "d", 10, 10, [line])));
        Assert.Equal("M1 2h0M3 4h0M5 6l0 1", root.Element(Svg + "path")?.Attribute("d")?.Value);
        Assert.Equal("round", root.Element(Svg + "path")?.Attribute("stroke-linecap")?.Value);
    }

    [Fact]
    public void Write_WordsWithMarkup_AreEscaped()
    {
        Figure figure = SampleFigures.All["one row: bounds"] with { Title = "a < b & \"c\" > 'd' \u0001 \uD800 é λ \U0001F600" };
        Assert.Equal("a < b & \"c\" > 'd' \uFFFD \uFFFD é λ \U0001F600", Parse(figure).Element(Svg + "title")?.Value);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.001, "0")]
    [InlineData(1.5, "1.5")]
    [InlineData(-0.05, "-.05")]
    [InlineData(1234.567, "1234.57")]
    [InlineData(-20, "-20")]
    public void Number_AnyValue_IsShort(double value, string expected)
    {
        StringBuilder text = new();
        ShortNumber.Append(text, value);
        Assert.Equal(expected, text.ToString());
    }

    [Fact]
    public void Write_Curve_GivesItsPointsAndItsDash()
    {
        Figure figure = new()
        {
            Id = "f",
            Title = "t",
            Description = "d",
            Panels =
            [
                new Panel
                {
                    X = new Axis { Minimum = 0, Maximum = 4 },
                    Y = new Axis { Minimum = 0, Maximum = 1 },
                    Series = [new Series { Key = "the curve", X = [0, 2, 3, 4], Y = [0, 1, double.NaN, 0.5], Ink = Ink.Blue, Dash = Dash.Dashed, Width = 2 }],
                },
            ],
        };
        XElement series = Assert.Single(Parse(figure).Descendants(Svg + "g"), group => group.Attribute("class")?.Value == "se-series");

        Assert.Equal("the curve", series.Attribute("data-key")?.Value);
        XElement path = Assert.Single(series.Elements(Svg + "path"));
        Assert.Equal("10 4.4", path.Attribute("stroke-dasharray")?.Value);
        Assert.Matches(@"^M[\d.]+ [\d.]+l[\d.]+ -380$", path.Attribute("d")?.Value);
        Assert.Single(series.Elements(Svg + "circle"));
    }

    private static XElement Parse(Figure figure) => XDocument.Parse(Encoding.UTF8.GetString(SvgWriter.Write(figure))).Root!;
}
