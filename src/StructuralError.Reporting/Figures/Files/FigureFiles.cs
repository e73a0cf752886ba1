using System.Text;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Pdf;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Figures.Files;

/// <summary>Writes figures to files, each of them whole or not at all.</summary>
/// <param name="formats">In which formats each figure is written.</param>
/// <param name="scale">Of PNG: pixels to a CSS pixel.</param>
/// <param name="programs">What PNG is made with; null for the programs of this machine.</param>
/// <param name="files">Where they are written; null for the operating system's files.</param>
public sealed class FigureFiles(
    IReadOnlyCollection<FigureFormat> formats, double scale = PngWriter.DefaultScale, IProgramRunner? programs = null, IFileSystem? files = null)
{
    /// <summary>Id of a figure of several runs.</summary>
    public const string ComparisonId = "comparison";

    private const int Beginning = 4096;
    private const int LargestFigure = 1 << 23;

    private readonly IFileSystem _files = files ?? DiskFileSystem.Instance;
    private readonly PngWriter _png = new(programs ?? ProgramRunner.Default);

    public static FigureFiles Svg { get; } = new([FigureFormat.Svg]);

    /// <summary>Ending of a format's files, with its dot.</summary>
    public static string Ending(FigureFormat format) => "." + format.ToString().ToLowerInvariant();

    /// <summary>Writes <c>DIRECTORY/ID.svg</c>, … and makes the directory where it is missing. One that is a link is refused.</summary>
    /// <returns>The paths written.</returns>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: a file cannot be written; and what <see cref="PngWriter.Write"/>
    /// throws.</exception>
    public IReadOnlyList<string> Write(string directory, Figure figure)
    {
        DurableDirectory.MakeOwn(directory, _files);
        List<string> written = [];
        foreach (FigureFormat format in formats.Distinct())
        {
            string path = Path.Combine(directory, figure.Id + Ending(format));
            DurableFile.Write(path, Encode(figure, format), _files);
            written.Add(path);
        }

        return written;
    }

    /// <summary>Whether a file is an SVG of several runs, or a PDF, that this program wrote. A PNG does not say who made it.</summary>
    public static bool IsOwn(string path)
    {
        ReadOnlySpan<byte> file = FileStart.Read(path, LargestFigure);
        return file.StartsWith(PdfDocument.Mark)
            ? file.IndexOf(PdfWriter.AuthorMark) >= 0
            : file[..Math.Min(file.Length, Beginning)].IndexOf(Encoding.UTF8.GetBytes($"aria-labelledby=\"{ComparisonId}-title {ComparisonId}-desc\"")) >= 0;
    }

    /// <summary>The bytes of a figure's file.</summary>
    /// <exception cref="UserErrorException">What <see cref="PngWriter.Write"/> throws.</exception>
    public byte[] Encode(Figure figure, FigureFormat format) => format switch
    {
        FigureFormat.Svg => SvgWriter.Write(figure),
        FigureFormat.Pdf => PdfWriter.Write(figure),
        _ => _png.Write(figure, scale),
    };
}
