using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Layout;
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

    private static readonly Lazy<MarkRaster> GridMarks = new(() => new MarkRaster(Grid, 1));

    /// <summary>Few pixels, because none of them is looked at: what is drawn does not depend on their number.</summary>
    [Theory]
    [MemberData(nameof(SampleFigures.Names), MemberType = typeof(SampleFigures))]
    public void Write_Figure_SameBytesTwiceInItsSize(string name)
    {
        const double scale = PngWriter.LowestDpi / 96.0;
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All[name]);
        byte[] file = PngWriter.Write(drawing, PngWriter.LowestDpi);
        Picture picture = new(file);
        Assert.Equal((Math.Round(scale * drawing.Width), Math.Round(scale * drawing.Height)), (picture.Width, picture.Height));
        Assert.Equal(file, PngWriter.Write(SampleFigures.All[name], PngWriter.LowestDpi));
    }

    /// <summary>The layout decides what a picture shows; SVG and PDF have the same marks.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Figure_ShowsEveryMarkAtItsPlace(string name)
    {
        MarkRaster marks = name == "grid" ? GridMarks.Value : new MarkRaster(FigureLayout.Arrange(SampleFigures.All[name]), 1);
        IReadOnlyList<string> faults = new Picture(PngWriter.Write(marks.Drawing, 96)).Faults(marks);
        Assert.True(faults.Count == 0, $"{faults.Count} faults: {string.Join("; ", faults.Take(20))}");
    }

    /// <summary>That the comparison finds what is wrong, be it one line, one label or one tick of a figure of five panels.</summary>
    [Theory]
    [InlineData("a curve is missing")]
    [InlineData("a curve is shifted by 3 pixels")]
    [InlineData("a curve has another colour")]
    [InlineData("a curve has another dash")]
    [InlineData("a band is missing")]
    [InlineData("a band is fainter")]
    [InlineData("a dot is missing")]
    [InlineData("a tick is missing")]
    [InlineData("a label is missing")]
    [InlineData("a label is shifted by 3 pixels to the right")]
    [InlineData("a label is shifted by 3 pixels to the left")]
    [InlineData("a label is shifted by 3 pixels upwards")]
    [InlineData("a label is shifted by 3 pixels downwards")]
    [InlineData("a legend entry is missing")]
    [InlineData("the title is missing")]
    public void Faults_PictureOfOtherMarks_AreFound(string fault) =>
        Assert.NotEmpty(new Picture(PngWriter.Write(new SpoiltDrawing(fault).Of(Grid), 96)).Faults(GridMarks.Value));

    /// <summary>Against another program's picture of the SVG; edges and texts are smoothed in other ways there.</summary>
    [Theory(Skip = Needs.RsvgReason, SkipUnless = nameof(Needs.Rsvg), SkipType = typeof(Needs))]
    [MemberData(nameof(Names))]
    public async Task Write_Figure_AgreesWithTheSvg(string name)
    {
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All[name]);
        Picture svg = await Rendered(drawing);
        double distance = new Picture(PngWriter.Write(drawing, 96)).Distance(svg, drawing, 1);
        Assert.InRange(distance, 0, 0.001);
        if (name == "grid")
        {
            Drawing spoilt = new SpoiltDrawing("a curve is shifted by 3 pixels").Of(drawing);
            double apart = new Picture(PngWriter.Write(spoilt, 96)).Distance(svg, drawing, 1);
            Assert.True(apart > 2 * distance, $"{apart} in place of {distance}");
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

    private static async Task<Picture> Rendered(Drawing drawing)
    {
        string directory = Directory.CreateTempSubdirectory("svg-").FullName;
        string svg = Path.Combine(directory, "figure.svg"), png = Path.Combine(directory, "figure.png");
        await File.WriteAllTextAsync(svg, SvgWriter.ToText(drawing));
        (int exitCode, _, string error) = await ChildProcess.RunAsync(new ProcessStartInfo(Tool.Find("rsvg-convert")!, ["--output", png, svg]));
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
