using System.Globalization;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>A program that turns an SVG file into a PNG file.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Programs">The names it goes by on <c>PATH</c>.</param>
/// <param name="Arguments">What it is started with.</param>
internal sealed record SvgRenderer(string Name, IReadOnlyList<string> Programs, Func<RenderingJob, IReadOnlyList<string>> Arguments)
{
    /// <summary>In the order they are looked for: the quickest first.</summary>
    public static IReadOnlyList<SvgRenderer> All { get; } =
    [
        new("rsvg-convert", ["rsvg-convert"], job => ["--zoom", Text(job.Scale), "--output", job.PngPath, job.SvgPath]),
        new("Inkscape", ["inkscape"], job => ["--export-type=png", $"--export-dpi={Text(96 * job.Scale)}", $"--export-filename={job.PngPath}", job.SvgPath]),
        new("Chromium", ["chromium", "chromium-browser", "google-chrome", "chrome"], Chromium),
    ];

    // Root may not use Chromium's sandbox; the one page that is opened is ours.
    private static IReadOnlyList<string> Chromium(RenderingJob job) =>
    [
        "--headless", "--disable-gpu", "--hide-scrollbars", .. Environment.IsPrivilegedProcess ? (string[])["--no-sandbox"] : [],
        $"--force-device-scale-factor={Text(job.Scale)}", $"--window-size={Text(job.Width)},{Text(job.Height)}", $"--screenshot={job.PngPath}",
        new Uri(job.SvgPath).AbsoluteUri,
    ];

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}

/// <summary>One picture to make.</summary>
/// <param name="SvgPath">Absolute.</param>
/// <param name="PngPath">Absolute.</param>
/// <param name="Width">In CSS pixels.</param>
/// <param name="Height">In CSS pixels.</param>
/// <param name="Scale">Pixels of the picture to a CSS pixel.</param>
internal sealed record RenderingJob(string SvgPath, string PngPath, double Width, double Height, double Scale);
