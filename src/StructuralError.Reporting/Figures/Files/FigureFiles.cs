using System.Text;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Pdf;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Figures.Files;

/// <summary>Writes figures to files, each of them whole or not at all.</summary>
/// <param name="formats">In which formats each figure is written.</param>
/// <param name="dpi">Of PNG: pixels to an inch.</param>
/// <param name="files">Where they are written; null for the operating system's files.</param>
public sealed class FigureFiles(IEnumerable<FigureFormat> formats, int dpi = PngWriter.DefaultDpi, IFileSystem? files = null)
{
    /// <summary>Id of a figure of several runs.</summary>
    public const string ComparisonId = "comparison";

    private const int Beginning = 4096;
    private const int LargestFigure = 1 << 23;

    private readonly IFileSystem _files = files ?? DiskFileSystem.Instance;

    public static FigureFiles Svg { get; } = new([FigureFormat.Svg]);

    /// <summary>What <c>reproduce</c> writes.</summary>
    public static FigureFiles AllFormats { get; } = new(Enum.GetValues<FigureFormat>());

    public IReadOnlyList<FigureFormat> Formats { get; } = [.. formats.Distinct()];

    /// <summary>Ending of a format's files, with its dot.</summary>
    public static string Ending(FigureFormat format) => "." + format.ToString().ToLowerInvariant();

    /// <summary>Refuses at once what <see cref="Write"/> would refuse when all is computed.</summary>
    /// <exception cref="UserErrorException">What <see cref="PngWriter.Write(Figure, int)"/> throws.</exception>
    public void RequireFormats()
    {
        if (Formats.Contains(FigureFormat.Png))
        {
            PngWriter.RequireLibrary();
        }
    }

    /// <summary>Writes <c>DIRECTORY/ID.svg</c>, … and makes the directory where it is missing. One that is a link is refused.</summary>
    /// <returns>The paths written.</returns>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: a file cannot be written; and what
    /// <see cref="PngWriter.Write(Figure, int)"/> throws.</exception>
    public IReadOnlyList<string> Write(string directory, Figure figure)
    {
        DurableDirectory.MakeOwn(directory, _files);
        List<string> written = [];
        foreach ((FigureFormat format, byte[] content) in Encode(figure))
        {
            string path = Path.Combine(directory, figure.Id + Ending(format));
            DurableFile.Write(path, content, _files);
            written.Add(path);
        }

        return written;
    }

    /// <summary>Whether a file is an SVG of several runs, a PDF or a PNG, that this program wrote.</summary>
    public static bool IsOwn(string path)
    {
        ReadOnlySpan<byte> file = RegularFile.ReadStart(path, LargestFigure), beginning = file[..Math.Min(file.Length, Beginning)];
        return file.StartsWith(PdfDocument.Mark)
            ? file.IndexOf(PdfWriter.AuthorMark) >= 0
            : beginning.IndexOf(PngFile.AuthorMark) >= 0
                || beginning.IndexOf(Encoding.UTF8.GetBytes($"aria-labelledby=\"{ComparisonId}-title {ComparisonId}-desc\"")) >= 0;
    }

    /// <summary>The bytes of a figure's files, one after the other as they are asked for: the figure is laid out once.</summary>
    /// <exception cref="UserErrorException">What <see cref="PngWriter.Write(Figure, int)"/> throws.</exception>
    public IEnumerable<(FigureFormat Format, byte[] Content)> Encode(Figure figure)
    {
        Drawing drawing = FigureLayout.Arrange(figure);
        foreach (FigureFormat format in Formats)
        {
            yield return (format, format switch
            {
                FigureFormat.Svg => SvgWriter.Write(drawing),
                FigureFormat.Pdf => PdfWriter.Write(drawing),
                _ => PngWriter.Write(drawing, dpi),
            });
        }
    }
}
