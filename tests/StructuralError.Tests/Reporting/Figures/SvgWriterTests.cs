using System.Text;
using System.Xml.Linq;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Runs;
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
