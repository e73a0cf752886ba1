using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Figures.Files;

/// <summary>What a figure is written as. The names, in small letters, are the files' endings.</summary>
public enum FigureFormat
{
    Svg,
    Pdf,
    Png,
}

/// <summary>The formats by their names.</summary>
public static class FigureFormats
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<FigureFormat>().Select(format => FigureFiles.Ending(format)[1..])];

    /// <summary>The format that a file's ending names; null for none.</summary>
    public static FigureFormat? OfFile(string? file) =>
        Names.FirstOrDefault(name => file?.EndsWith("." + name, StringComparison.OrdinalIgnoreCase) == true) is { } ending ? Parse(ending) : null;

    /// <param name="option">Whose values the names are, for what is said of them.</param>
    /// <param name="default">Where none is named.</param>
    /// <param name="dpi">Pixels of a PNG to an inch, where they were given.</param>
    /// <param name="files">Where the figures are written.</param>
    /// <param name="problems">Takes the names that there are no formats of, and a resolution of what has no pixels.</param>
    public static FigureFiles Read(
        string option, IReadOnlyList<string> names, IReadOnlyList<FigureFormat> @default, int? dpi, IFileSystem files, List<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(problems);
        foreach (string name in names.Where(name => !IsKnown(name)))
        {
            string nearest = Suggestion.Phrase(name, Names);
            problems.Add(new Problem($"{option}: '{name}' is not one of {string.Join(", ", Names)}{(nearest.Length > 0 ? nearest : ".")}"));
        }

        FigureFormat[] named = [.. names.Where(IsKnown).Select(Parse).Distinct()];
        IReadOnlyList<FigureFormat> formats = named.Length > 0 ? named : @default;
        if (dpi is not null && !formats.Contains(FigureFormat.Png))
        {
            problems.Add(new Problem($"--dpi: only PNG has pixels; add {option} png."));
        }

        return new FigureFiles(formats, dpi ?? PngWriter.DefaultDpi, files);
    }

    private static bool IsKnown(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static FigureFormat Parse(string name) => Enum.Parse<FigureFormat>(name, ignoreCase: true);
}
