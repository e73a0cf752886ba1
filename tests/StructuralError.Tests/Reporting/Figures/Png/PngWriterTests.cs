using System.Buffers.Binary;
using System.Text;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Reporting.Runs;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures.Png;

[Trait("Speed", "Slow")]
public class PngWriterTests
{
    /// <summary>With noise, stripes of dots, reference lines at their labels, and without curves.</summary>
    public static TheoryData<string> Names { get; } = ["epoch: bounds", "rows lost: bounds", "paper: figure5", "paper: without data"];

    /// <summary>Texts, and what is faint, are seen beside other programs' pictures alone: <see cref="FigureFormatsTests"/>.</summary>
    public static TheoryData<string> FaultsOfMarks { get; } =
    [
        "a curve is missing", "a curve is shifted by a pixel", "a curve is thinner", "a curve has another colour", "a curve has another dash",
        "a dot is missing", "a panel is shifted by a pixel", "a legend entry is missing", "a tick is missing", "a reference line is missing",
    ];

    private static readonly Drawing Small = SmallFigure.Drawing;

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

    [Fact]
    public void Write_AtTheUsualResolution_SameBytesTwice() =>
        Assert.Equal(PngWriter.Write(SampleFigures.All["epoch: overview"]), PngWriter.Write(SampleFigures.All["epoch: overview"]));

    /// <summary>As noisy a run as a figure can be, with so many rows that each column of pixels has dozens: more rows are no more to draw.</summary>
    [Fact]
    public void Write_MoreRowsThanPixelsCanShow_EachFileIsSmall()
    {
        System.Random random = new(5);
        StepRow[] rows = [.. SampleFigures.Run(30_000).Select(row => row with
        {
            LogGradientNorm = row.LogGradientNorm + Noise(2),
            LogFittingError = row.LogFittingError + Noise(2),
            UpperBound = row.UpperBound + Noise(2),
            LowerBound = row.LowerBound + Noise(2),
            U = row.U + Noise(0.5),
            L = row.L + Noise(0.5),
            G = row.G + Noise(0.5),
            Loss = Math.Exp(Noise(1)),
            Accuracy = 1 - Math.Exp(Noise(1) - 3),
        })];
        FigureFiles files = new([FigureFormat.Svg, FigureFormat.Pdf, FigureFormat.Png]);
        foreach (Figure figure in RunFigures.Build(SampleFigures.Manifest, rows))
        {
            Assert.All(files.Encode(figure), file => Assert.True(file.Content.Length <= 300_000, $"{figure.Id}, {file.Format}: {file.Content.Length} bytes"));
        }

        // Heavy tails, as batches have: a column's extremes are at another height in each.
        double Noise(double scale) => -scale * Math.Log(1 - random.NextDouble());
    }

    /// <summary>The layout decides what a picture shows; SVG and PDF have the same marks.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Figure_ShowsEveryMarkAtItsPlace(string name)
    {
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All[name]);
        Assert.Empty(DrawnMarks.Faults(new Picture(PngWriter.Write(drawing, 96)), drawing, 1));
    }

    [Fact]
    public void Strangest_PictureOfTheMarks_IsSmall() =>
        Assert.InRange(DrawnMarks.Strangest(new Picture(PngWriter.Write(Small, 96)), Small, 1), 0, DrawnMarks.Tolerance);

    /// <summary>That the comparison finds what is wrong.</summary>
    [Theory]
    [MemberData(nameof(FaultsOfMarks))]
    public void Strangest_PictureOfOtherMarks_IsLarge(string fault) =>
        Assert.InRange(DrawnMarks.Strangest(new Picture(PngWriter.Write(SmallFigure.With(fault), 96)), Small, 1), DrawnMarks.Tolerance + 1, 255);

    [Fact]
    public void Write_Dpi_IsTheSizeAndStandsInTheFile()
    {
        byte[] file = PngWriter.Write(Small, 300);
        Picture usual = new(PngWriter.Write(Small)), picture = new(file);
        Assert.Equal((2 * Small.Width, 2 * Small.Height), (usual.Width, usual.Height));
        Assert.Equal((Math.Round(Small.Width * 300 / 96), Math.Round(Small.Height * 300 / 96)), (picture.Width, picture.Height));
        Assert.Equal(11811, BinaryPrimitives.ReadInt32BigEndian(Chunks(file).Single(chunk => chunk.Type == "pHYs").Data));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Write(Small, PngWriter.LowestDpi - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Write(Small, PngWriter.HighestDpi + 1));
    }

    [Fact]
    public void Write_Figure_SaysWhatItShowsAndWhoMadeIt()
    {
        string directory = Directory.CreateTempSubdirectory("png-").FullName;
        string path = Path.Combine(directory, "figure.png");
        File.WriteAllBytes(path, PngWriter.Write(Small with { Title = "λ" }, PngWriter.LowestDpi));
        Assert.True(FigureFiles.IsOwn(path));
        Assert.Equal(["iTXt", "iTXt"], Chunks(File.ReadAllBytes(path)).Where(chunk => Encoding.UTF8.GetString(chunk.Data).EndsWith("\0λ", StringComparison.Ordinal)
            || Encoding.UTF8.GetString(chunk.Data).EndsWith("\0" + Small.Description, StringComparison.Ordinal)).Select(chunk => chunk.Type));
        File.WriteAllBytes(path, Chunks(File.ReadAllBytes(path))[^1].Data);
        Assert.False(FigureFiles.IsOwn(path));
        Directory.Delete(directory, recursive: true);
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
