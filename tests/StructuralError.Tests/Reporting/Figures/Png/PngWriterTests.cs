using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Tests.Cuda.Ptx;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures.Png;

[Trait("Speed", "Slow")]
public class PngWriterTests
{
    /// <summary>Those of them that between them have every kind of mark, dash and text.</summary>
    public static TheoryData<string> Names { get; } =
        ["epoch: bounds", "epoch: gradient_norm_structure", "rows lost: bounds", "grid", "paper: figure5", "paper: without data"];

    private static readonly Drawing Grid = FigureLayout.Arrange(SampleFigures.All["grid"]);

    /// <summary>Few pixels, because none of them is looked at: what is drawn does not depend on their number.</summary>
    [Theory]
    [MemberData(nameof(SampleFigures.Names), MemberType = typeof(SampleFigures))]
    public void Write_Figure_HasItsSize(string name)
    {
        const double scale = PngWriter.LowestDpi / 96.0;
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All[name]);
        Picture picture = new(PngWriter.Write(drawing, PngWriter.LowestDpi));
        Assert.Equal((Math.Round(scale * drawing.Width), Math.Round(scale * drawing.Height)), (picture.Width, picture.Height));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_FigureTwice_SameBytes(string name)
    {
        Figure figure = SampleFigures.All[name];
        Assert.Equal(PngWriter.Write(figure, PngWriter.LowestDpi), PngWriter.Write(figure, PngWriter.LowestDpi));
    }

    /// <summary>The layout decides what a picture shows; SVG and PDF have the same marks.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Figure_ShowsEveryMarkAtItsPlace(string name)
    {
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All[name]);
        Assert.Empty(new Picture(PngWriter.Write(drawing, 96)).Faults(drawing, 1));
    }

    /// <summary>That the comparison finds what is wrong: a picture of these marks is none of those.</summary>
    [Theory]
    [InlineData("a curve is missing")]
    [InlineData("a curve is shifted")]
    [InlineData("a curve has another colour")]
    [InlineData("a curve has another dash")]
    [InlineData("a band is fainter")]
    [InlineData("a dot is missing")]
    [InlineData("a text is missing")]
    [InlineData("a text is shifted")]
    public void Faults_PictureOfOtherMarks_AreFound(string fault)
    {
        Drawing spoilt = Grid with { Marks = [.. Grid.Marks.Select(mark => Spoil(mark, fault))] };
        Assert.NotEmpty(new Picture(PngWriter.Write(spoilt, 96)).Faults(Grid, 1));
    }

    /// <summary>Against another program's picture of the SVG; edges and texts are smoothed in other ways there.</summary>
    [Theory(Skip = Needs.RsvgReason, SkipUnless = nameof(Needs.Rsvg), SkipType = typeof(Needs))]
    [MemberData(nameof(Names))]
    public async Task Write_Figure_AgreesWithTheSvg(string name)
    {
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All[name]);
        Picture svg = await Rendered(drawing);
        Assert.InRange(new Picture(PngWriter.Write(drawing)).Distance(svg, drawing, 2), 0, 0.001);
        Drawing spoilt = drawing with { Marks = [.. drawing.Marks.Select(mark => Spoil(mark, "a curve is shifted"))] };
        if (drawing.Leaves().OfType<LineMark>().Any(line => line.Width > 1.5))
        {
            Assert.True(new Picture(PngWriter.Write(spoilt)).Distance(svg, drawing, 2) > 0.002);
        }
    }

    [Fact]
    public void Write_Dpi_IsTheSizeAndStandsInTheFile()
    {
        byte[] file = PngWriter.Write(Grid, 300);
        Picture usual = new(PngWriter.Write(Grid)), picture = new(file);
        Assert.Equal((2 * Grid.Width, 2 * Grid.Height), (usual.Width, usual.Height));
        Assert.Equal((Math.Round(Grid.Width * 300 / 96), Math.Round(Grid.Height * 300 / 96)), (picture.Width, picture.Height));
        Assert.Equal(11811, BinaryPrimitives.ReadInt32BigEndian(Chunks(file).Single(chunk => chunk.Type == "pHYs").Data));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Write(Grid, PngWriter.LowestDpi - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Write(Grid, PngWriter.HighestDpi + 1));
    }

    [Fact]
    public void Write_Figure_SaysWhatItShowsAndWhoMadeIt()
    {
        string directory = Directory.CreateTempSubdirectory("png-").FullName;
        string path = Path.Combine(directory, "figure.png");
        File.WriteAllBytes(path, PngWriter.Write(Grid with { Title = "λ" }, PngWriter.LowestDpi));
        Assert.True(FigureFiles.IsOwn(path));
        Assert.Equal(["iTXt", "iTXt"], Chunks(File.ReadAllBytes(path)).Where(chunk => Encoding.UTF8.GetString(chunk.Data).EndsWith("\0λ", StringComparison.Ordinal)
            || Encoding.UTF8.GetString(chunk.Data).EndsWith("\0" + Grid.Description, StringComparison.Ordinal)).Select(chunk => chunk.Type));
        File.WriteAllBytes(path, Chunks(File.ReadAllBytes(path))[^1].Data);
        Assert.False(FigureFiles.IsOwn(path));
        Directory.Delete(directory, recursive: true);
    }

    private static Mark Spoil(Mark mark, string fault) => (mark, fault) switch
    {
        (GroupMark group, _) => group with { Children = [.. group.Children.Select(child => Spoil(child, fault))] },
        (LineMark { Width: > 1.5 } line, "a curve is missing") => line with { Lines = [] },
        (LineMark { Width: > 1.5 } line, "a curve is shifted") =>
            line with { Lines = [.. line.Lines.Select(points => points.Select(point => point with { Y = point.Y + 3 }).ToArray())] },
        (LineMark { Width: > 1.5 } line, "a curve has another colour") => line with { Ink = Ink.Purple },
        (LineMark { Width: > 1.5 } line, "a curve has another dash") => line with { Dash = Dash.DashDot },
        (AreaMark { Opacity: < 1 } area, "a band is fainter") => area with { Opacity = area.Opacity / 2 },
        (DotMark dots, "a dot is missing") => dots with { Centres = [.. dots.Centres.Skip(1)] },
        (TextMark { Text: "Made up" } text, "a text is missing") => text with { Text = "" },
        (TextMark { Text: "Made up" } text, "a text is shifted") => text with { Position = text.Position with { X = text.Position.X + 12 } },
        _ => mark,
    };

    private static async Task<Picture> Rendered(Drawing drawing)
    {
        string directory = Directory.CreateTempSubdirectory("svg-").FullName;
        string svg = Path.Combine(directory, "figure.svg"), png = Path.Combine(directory, "figure.png");
        await File.WriteAllTextAsync(svg, SvgWriter.ToText(drawing));
        (int exitCode, _, string error) = await ChildProcess.RunAsync(new ProcessStartInfo(Tool.Find("rsvg-convert")!, ["--zoom", "2", "--output", png, svg]));
        Assert.True(exitCode == 0, error);
        Picture picture = new(await File.ReadAllBytesAsync(png));
        Directory.Delete(directory, recursive: true);
        return picture;
    }

    /// <summary>All of them, with their check sums checked by another way: bit by bit from the highest, on reversed bytes.</summary>
    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        List<(string Type, byte[] Data)> chunks = [];
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            Assert.Equal(CheckSum(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            at += length + 12;
        }

        return chunks;
    }

    private static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                uint top = (sum >> 31) ^ (uint)((value >> bit) & 1);
                sum = unchecked(sum << 1) ^ (top * 0x04C11DB7);
            }
        }

        uint reversed = 0;
        for (int bit = 0; bit < 32; bit++)
        {
            reversed |= ((~sum >> bit) & 1) << (31 - bit);
        }

        return reversed;
    }
}
