using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;

namespace StructuralError.Cli.Commands;

/// <summary>Options of <c>plot</c>.</summary>
internal sealed class PlotOptions
{
    private static readonly string[] FormatNames = [.. Enum.GetValues<FigureFormat>().Select(format => FigureFiles.Ending(format)[1..])];

    private readonly Option<string[]> _y = Names("--y", "COLUMN,...", "Columns of steps.csv, a panel each (default with --by: log_fitting_error).");
    private readonly Option<string> _x = Options.Text("--x", "COLUMN", "Column along the x axis (default: step).");
    private readonly Option<string[]> _by = Names(
        "--by",
        "FIELD,...",
        "Fields of the spec or parameters of the network: runs of the same values are one curve, their mean with its 95 % band "
        + "(default: a curve for each run).");

    private readonly Option<string[]> _format = Names(
        "--format", "FORMAT,...", "svg, pdf, png (default: svg, or the ending of --out). PNG needs rsvg-convert, Inkscape or Chromium.");

    private readonly Option<double?> _scale = new("--scale") { Description = "Pixels of a PNG to one of the figure (default: 2).", HelpName = "N" };
    private readonly Option<string> _out = Options.Text("--out", "FILE", "File of the one figure (default: named after its columns, here).");
    private readonly Option<bool> _force = Options.Flag("--force", "Replace a file that is there and is no figure of several runs.");

    public PlotOptions(Command command) => command.AddAll([_y, _x, _by, _format, _scale, _out, _force]);

    /// <exception cref="UserErrorException">All that is wrong with the options themselves (exit 2).</exception>
    public PlotRequest Read(ParseResult result)
    {
        (string[] y, string[] by) = (result.GetValue(_y) ?? [], result.GetValue(_by) ?? []);
        (string? x, string? file, double? scale) = (result.GetValue(_x), result.GetValue(_out), result.GetValue(_scale));
        bool isComparison = y.Length > 0 || by.Length > 0;
        List<Problem> problems = [];
        if (!isComparison)
        {
            (string Name, string? Value)[] ofOneFigure = [("--x", x), ("--out", file)];
            problems.AddRange(ofOneFigure.Where(option => option.Value is not null)
                .Select(option => new Problem($"{option.Name}: belongs to the one figure of several runs; add --y or --by.")));
        }

        FigureFormat[] formats = Formats(result.GetValue(_format) ?? [], file, problems);
        bool isThrough = !string.IsNullOrEmpty(file) && OutputFile.IsThrough(file);
        if (isThrough && formats.Length > 1)
        {
            problems.Add(new Problem($"--out: '{file}' is no file, so one figure goes into it; give one --format."));
        }

        CheckScale(scale, formats, problems);
        if (problems.Count > 0)
        {
            throw new UserErrorException(FailureKind.Usage, problems);
        }

        y = y.Length > 0 ? y : [ComparisonRequest.DefaultY];
        ComparisonRequest? comparison = isComparison ? new ComparisonRequest(x ?? ComparisonRequest.DefaultX, y, by) : null;
        string stem = Stem(file) ?? DefaultStem(y, by);
        return new PlotRequest(formats, new FigureFiles(formats, scale ?? PngWriter.DefaultScale), comparison, result.GetValue(_force))
        {
            Paths = [.. formats.Select(format => file is not null && (isThrough || file.Length == 0) ? file : stem + FigureFiles.Ending(format))],
        };
    }

    private static FigureFormat[] Formats(string[] names, string? file, List<Problem> problems)
    {
        foreach (string name in names.Where(name => !FormatNames.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            string nearest = Suggestion.Phrase(name, FormatNames);
            problems.Add(new Problem($"--format: '{name}' is not one of {string.Join(", ", FormatNames)}{(nearest.Length > 0 ? nearest : ".")}"));
        }

        IEnumerable<string> chosen = names.Length > 0 ? names.Intersect(FormatNames, StringComparer.OrdinalIgnoreCase) : [Ending(file) ?? FormatNames[0]];
        FigureFormat[] formats = [.. chosen.Select(name => Enum.Parse<FigureFormat>(name, ignoreCase: true))];
        return formats.Length > 0 ? formats : [FigureFormat.Svg];
    }

    private static void CheckScale(double? scale, FigureFormat[] formats, List<Problem> problems)
    {
        if (scale is not double value)
        {
            return;
        }

        if (!(value >= PngWriter.SmallestScale && value <= PngWriter.LargestScale))
        {
            problems.Add(new Problem(FormattableString.Invariant(
                $"--scale: must be between {PngWriter.SmallestScale} and {PngWriter.LargestScale}, got {value}.")));
        }
        else if (!formats.Contains(FigureFormat.Png))
        {
            problems.Add(new Problem("--scale: only PNG has pixels; add --format png."));
        }
    }

    /// <summary>Names, of which "a,b" and two options are the same.</summary>
    private static Option<string[]> Names(string name, string helpName, string description)
    {
        Option<string[]> option = Options.Texts(name, helpName, description);
        option.CustomParser = result =>
            [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()];
        return option;
    }

    private static string? Ending(string? file) =>
        FormatNames.FirstOrDefault(name => file?.EndsWith("." + name, StringComparison.OrdinalIgnoreCase) == true);

    private static string? Stem(string? file) => file is null || Ending(file) is null ? file : Path.ChangeExtension(file, null);

    private static string DefaultStem(string[] y, string[] by) =>
        string.Join('-', y) + (by.Length > 0 ? "-by-" + string.Join('-', by.Select(ComparisonRequest.FieldName)) : "");
}

/// <param name="Comparison">Null: each run's own figures.</param>
/// <param name="Force">Whether files that are there may be replaced.</param>
internal sealed record PlotRequest(IReadOnlyList<FigureFormat> Formats, FigureFiles Files, ComparisonRequest? Comparison, bool Force)
{
    /// <summary>Of the one figure, a file for each format.</summary>
    public required IReadOnlyList<string> Paths { get; init; }
}
