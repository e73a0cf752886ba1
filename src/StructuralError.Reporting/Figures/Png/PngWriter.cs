using System.Globalization;
using System.Text;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>
/// Makes pictures of figures through whichever is found first of rsvg-convert, Inkscape and Chromium. Their bytes depend on that program's version.
/// </summary>
/// <param name="programs">Where the programs are found and run.</param>
public sealed class PngWriter(IProgramRunner programs)
{
    public const double DefaultScale = 2;
    public const double SmallestScale = 0.1;
    public const double LargestScale = 10;

    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];

    /// <summary>The bytes of the file, in the colours of light paper.</summary>
    /// <param name="scale">Pixels to a CSS pixel.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.Usage"/>: none of the programs is found; <see cref="FailureKind.InputOutput"/>: the one that is found fails.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A scale beyond <see cref="SmallestScale"/> and <see cref="LargestScale"/>.</exception>
    public byte[] Write(Figure figure, double scale = DefaultScale)
    {
        if (!(scale >= SmallestScale && scale <= LargestScale))
        {
            string range = string.Create(CultureInfo.InvariantCulture, $"A scale is between {SmallestScale} and {LargestScale}.");
            throw new ArgumentOutOfRangeException(nameof(scale), scale, range);
        }

        (SvgRenderer renderer, string program) = Find();
        Drawing drawing = FigureLayout.Arrange(figure);
        DirectoryInfo directory = Directory.CreateTempSubdirectory("structural-error-");
        try
        {
            string stem = Path.Combine(directory.FullName, figure.Id);
            RenderingJob job = new(stem + ".svg", stem + ".png", drawing.Width, drawing.Height, scale);
            File.WriteAllText(job.SvgPath, SvgWriter.ToText(drawing), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            ProgramResult result = programs.Run(program, renderer.Arguments(job));
            byte[] picture = File.Exists(job.PngPath) ? File.ReadAllBytes(job.PngPath) : [];
            if (result.ExitCode == 0 && picture.AsSpan().StartsWith(Signature))
            {
                return picture;
            }

            string messages = result.Messages.Length > 0 ? result.Messages : "it says nothing";
            throw Failure(string.Create(
                CultureInfo.InvariantCulture, $"{program} made no PNG of figure {figure.Id} (exit code {result.ExitCode}): {messages}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure($"PNG of figure {figure.Id}: {exception.Message}", exception);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private (SvgRenderer Renderer, string Program) Find()
    {
        foreach (SvgRenderer renderer in SvgRenderer.All)
        {
            if (renderer.Programs.Select(programs.Find).FirstOrDefault(path => path is not null) is string program)
            {
                return (renderer, program);
            }
        }

        throw new UserErrorException(
            FailureKind.Usage,
            "PNG needs one of rsvg-convert (Debian: librsvg2-bin), Inkscape or Chromium on PATH, and none is there. Install one, or write svg or pdf, "
            + "which need nothing.");
    }

    private static UserErrorException Failure(string message, Exception? inner = null) => new(FailureKind.InputOutput, message, inner);
}
