using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Runs.Storage;

namespace StructuralError.Cli.Commands;

/// <summary>In which formats a command writes its figures, and how fine: the same words for every command that draws.</summary>
internal sealed class FigureOptions
{
    private readonly Option<string[]> _formats;
    private readonly Option<int?> _dpi = Options.WholeNumber(
        "--dpi", $"pixels of a PNG to an inch (default: {PngWriter.DefaultDpi}, two to each of the figure's own)", PngWriter.LowestDpi, PngWriter.HighestDpi);

    /// <param name="name">Of the option that names the formats.</param>
    /// <param name="default">What is written where none is named, in words.</param>
    public FigureOptions(string name, string @default)
    {
        _formats = Options.Names(name, "FORMAT,...", $"figures as {string.Join(", ", Names)} (default: {@default})");
        _formats.CompletionSources.Add([.. Names]);
    }

    public IEnumerable<Option> All => [_formats, _dpi];

    private static string[] Names { get; } = [.. Enum.GetValues<FigureFormat>().Select(format => FigureFiles.Ending(format)[1..])];

    /// <summary>The format that a file's ending names; null for none.</summary>
    public static FigureFormat? Of(string? file) =>
        Names.FirstOrDefault(name => file?.EndsWith("." + name, StringComparison.OrdinalIgnoreCase) == true) is { } ending ? Parse(ending) : null;

    /// <param name="default">Where none is named.</param>
    /// <param name="problems">Takes what is wrong with the values.</param>
    public FigureFiles Read(ParseResult result, IReadOnlyList<FigureFormat> @default, IFileSystem files, List<Problem> problems)
    {
        string[] names = result.Texts(_formats);
        foreach (string name in names.Where(name => !IsKnown(name)))
        {
            string nearest = Suggestion.Phrase(name, Names);
            problems.Add(new Problem($"{_formats.Name}: '{name}' is not one of {string.Join(", ", Names)}{(nearest.Length > 0 ? nearest : ".")}"));
        }

        FigureFormat[] named = [.. names.Where(IsKnown).Select(Parse).Distinct()];
        IReadOnlyList<FigureFormat> formats = named.Length > 0 ? named : @default;
        int? dpi = result.GetResult(_dpi) is { } given && !given.Errors.Any() ? result.GetValue(_dpi) : null;
        if (dpi is not null && !formats.Contains(FigureFormat.Png))
        {
            problems.Add(new Problem($"--dpi: only PNG has pixels; add {_formats.Name} png."));
        }

        return new FigureFiles(formats, dpi ?? PngWriter.DefaultDpi, files);
    }

    private static bool IsKnown(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static FigureFormat Parse(string name) => Enum.Parse<FigureFormat>(name, ignoreCase: true);
}
