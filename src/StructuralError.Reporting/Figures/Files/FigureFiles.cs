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
    private readonly IFileSystem _files = files ?? DiskFileSystem.Instance;
    private readonly PngWriter _png = new(programs ?? ProgramRunner.Default);

    public static FigureFiles Svg { get; } = new([FigureFormat.Svg]);

    /// <summary>Ending of a format's files, with its dot.</summary>
    public static string Ending(FigureFormat format) => "." + format.ToString().ToLowerInvariant();

    /// <summary>Writes <c>DIRECTORY/ID.svg</c>, … and makes the directory where it is missing.</summary>
    /// <returns>The paths written.</returns>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: a file cannot be written; and what <see cref="PngWriter.Write"/>
    /// throws.</exception>
    public IReadOnlyList<string> Write(string directory, Figure figure) => WriteAs(Path.Combine(directory, figure.Id), figure);

    /// <param name="stem">The files' path without its ending.</param>
    /// <inheritdoc cref="Write"/>
    public IReadOnlyList<string> WriteAs(string stem, Figure figure)
    {
        List<string> written = [];
        foreach (FigureFormat format in formats.Distinct())
        {
            string path = stem + Ending(format);
            WriteFile(path, Encode(figure, format));
            written.Add(path);
        }

        return written;
    }

    private byte[] Encode(Figure figure, FigureFormat format) => format switch
    {
        FigureFormat.Svg => SvgWriter.Write(figure),
        FigureFormat.Pdf => PdfWriter.Write(figure),
        _ => _png.Write(figure, scale),
    };

    private void WriteFile(string path, byte[] content)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            _files.CreateDirectory(directory);
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            throw StorageFault.Error(directory, "the directory cannot be made", exception);
        }

        DurableFile.Write(path, content, _files);
    }
}
