namespace StructuralError.Reporting.Figures.Typefaces;

/// <summary>
/// The font of all figures, which this assembly carries: see <c>README.md</c>. Its advance widths are nearly all those of Helvetica.
/// </summary>
internal static class FigureFont
{
    private const string Resources = "StructuralError.Reporting.Figures.Typefaces.StructuralErrorSans-";

    private static readonly Lazy<TrueTypeFont> Regular = new(() => Read(bold: false)), Bold = new(() => Read(bold: true));

    public static TrueTypeFont Of(bool bold) => (bold ? Bold : Regular).Value;

    /// <summary>The font's file.</summary>
    public static Stream Open(bool bold)
    {
        string resource = Resources + (bold ? "Bold" : "Regular") + ".ttf";
        return typeof(FigureFont).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
    }

    private static TrueTypeFont Read(bool bold)
    {
        using Stream stream = Open(bold);
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return new TrueTypeFont(file);
    }
}
