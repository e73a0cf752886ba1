using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScottPlot;
using SkiaSharp;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Layout;
using Drawing = StructuralError.Reporting.Figures.Drawings.Drawing;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>
/// Writes a figure as PNG, in the colours of light paper: the layout that SVG and PDF have, drawn by ScottPlot with a font of our own. The same figure gives
/// the same bytes on one machine, whatever fonts it has. ScottPlot, and Skia below it, are loaded here and nowhere else.
/// </summary>
public static class PngWriter
{
    /// <summary>Pixels to an inch; the figure counts 96 of its own.</summary>
    public const int DefaultDpi = 192;

    public const int LowestDpi = 24;
    public const int HighestDpi = 600;

    private const double PixelsPerInch = 96;

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Unavailable"/>: Skia's native library cannot be loaded.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A resolution beyond <see cref="LowestDpi"/> and <see cref="HighestDpi"/>.</exception>
    public static byte[] Write(Model.Figure figure, int dpi = DefaultDpi) => Write(FigureLayout.Arrange(figure), dpi);

    /// <summary>Loads what draws, by drawing nothing.</summary>
    /// <inheritdoc cref="Write(Model.Figure, int)" path="/exception[@cref='UserErrorException']"/>
    public static void RequireLibrary() => Write(new Drawing("", "", "", 1, 1, []));

    /// <inheritdoc cref="Write(Model.Figure, int)"/>
    public static byte[] Write(Drawing drawing, int dpi = DefaultDpi)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        ArgumentOutOfRangeException.ThrowIfLessThan(dpi, LowestDpi);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dpi, HighestDpi);
        try
        {
            return PngFile.Write(Draw(drawing, dpi / PixelsPerInch), drawing, dpi);
        }
        catch (Exception exception) when (Reason(exception) is not null)
        {
            throw new UserErrorException(
                FailureKind.Unavailable,
                $"PNG: Skia, the native library that draws it, cannot be loaded: {Reason(exception)} "
                + "Write svg or pdf, which need no library, or use a system that PNG is made on (docs/commands.md, Figures).",
                exception);
        }
    }

    // Not inlined: ScottPlot's assembly is loaded when this is compiled, and its absence must be met where it is caught.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IndexedPicture Draw(Drawing drawing, double scale)
    {
        (int width, int height) = ((int)Math.Round(drawing.Width * scale), (int)Math.Round(drawing.Height * scale));
        using Plot plot = new() { ScaleFactor = scale };
        plot.HideAxesAndGrid();
        plot.Layout.Frameless();
        plot.Add.Plottable(new PlottedDrawing(drawing));
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        plot.Render(surface.Canvas, width, height);
        using SKPixmap pixels = surface.PeekPixels();
        return IndexedPicture.Of(MemoryMarshal.Cast<byte, uint>(pixels.GetPixelSpan()), width, height);
    }

    /// <summary>
    /// Why a library could not be loaded, in one line; null for other failures. Whatever needs the library first fails while its type is set up.
    /// </summary>
    private static string? Reason(Exception exception) => exception switch
    {
        TypeInitializationException { InnerException: Exception inner } => Reason(inner),
        DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or FileNotFoundException or FileLoadException =>
            exception.Message.Split('\n')[0].Split(". ")[0].TrimEnd(' ', '.', ':') + ".",
        _ => null,
    };
}
