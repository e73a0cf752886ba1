using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Terminals;

/// <summary>A picture as a terminal takes it: a sequence of characters that shows it at the cursor.</summary>
public static class TerminalPicture
{
    private const char Escape = '\u001b';
    private const char Bell = '\u0007';

    /// <summary>Width in cells; the height follows.</summary>
    private const int Columns = 80;

    /// <summary>One pixel for each that the figure counts: it is as wide as some ninety cells.</summary>
    private const int SixelDpi = 96;

    /// <summary>The most base64 that the Kitty protocol allows in one sequence.</summary>
    private const int LargestChunk = 4096;

    /// <summary>The overview of a run, with the end of its line; null where the terminal shows no pictures, or none can be made on this machine.</summary>
    /// <param name="variable">A variable of the terminal's environment, null where it is not set.</param>
    /// <param name="render">Makes a PNG; null for the program's own.</param>
    /// <exception cref="UserErrorException">The run cannot be read.</exception>
    public static string? OfRun(string runDirectory, Func<string, string?> variable, Func<Figure, byte[]>? render = null)
    {
        PictureProtocol protocol = PictureProtocols.Of(variable);
        if (protocol == PictureProtocol.None)
        {
            return null;
        }

        Figure overview = RunFigures.Overview(runDirectory);
        try
        {
            return Of(render is null ? Render(overview, protocol) : render(overview), protocol);
        }
        catch (UserErrorException)
        {
            // The figure lies in the run's directory all the same.
            return null;
        }
    }

    internal static string Of(byte[] png, PictureProtocol protocol) => protocol switch
    {
        PictureProtocol.Kitty => Kitty(Convert.ToBase64String(png)),
        PictureProtocol.ITerm => string.Create(
            CultureInfo.InvariantCulture, $"{Escape}]1337;File=inline=1;size={png.Length};width={Columns}:{Convert.ToBase64String(png)}{Bell}\n"),
        PictureProtocol.Sixel => SixelPicture.Of(PngPixels.Decode(png)) + "\n",
        _ => string.Empty,
    };

    // Sixels are the screen's pixels; the other terminals scale the picture.
    private static byte[] Render(Figure figure, PictureProtocol protocol) =>
        PngWriter.Write(figure, protocol == PictureProtocol.Sixel ? SixelDpi : PngWriter.DefaultDpi);

    // a=T: transmit and show; f=100: PNG; q=2: no answers, which would be taken for keys. All but the last say m=1.
    private static string Kitty(string data)
    {
        string[] chunks = [.. data.Chunk(LargestChunk).Select(chunk => new string(chunk))];
        string sequences = string.Concat(chunks.Select((chunk, i) =>
            $"{Escape}_G{(i == 0 ? $"a=T,f=100,c={Columns}," : "")}q=2,m={(i < chunks.Length - 1 ? 1 : 0)};{chunk}{Escape}\\"));
        return sequences + "\n";
    }
}
