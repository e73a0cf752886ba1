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
        _formats = Options.Names(name, "FORMAT,...", $"figures as {string.Join(", ", FigureFormats.Names)} (default: {@default})");
        _formats.CompletionSources.Add([.. FigureFormats.Names]);
    }

    public IEnumerable<Option> All => [_formats, _dpi];

    /// <param name="default">Where none is named.</param>
    /// <param name="problems">Takes what is wrong with the values.</param>
    public FigureFiles Read(ParseResult result, IReadOnlyList<FigureFormat> @default, IFileSystem files, List<Problem> problems)
    {
        int? dpi = result.GetResult(_dpi) is { } given && !given.Errors.Any() ? result.GetValue(_dpi) : null;
        return FigureFormats.Read(_formats.Name, result.Texts(_formats), @default, dpi, files, problems);
    }
}
