using System.CommandLine;
using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Figures.Png;
using StructuralError.Reporting.Runs;

namespace StructuralError.Cli.Commands;

/// <summary>Options of <c>plot</c>.</summary>
internal sealed class PlotOptions
{
    private readonly Option<string[]> _y = new("--y") { Description = "Columns of steps.csv, a panel each (default with --by: log_fitting_error).", HelpName = "COLUMN,..." };
    private readonly Option<string?> _x = new("--x") { Description = "Column along the x axis (default: step).", HelpName = "COLUMN" };
    private readonly Option<string[]> _by = new("--by")
    {
        Description = "Fields of the spec or parameters of the network: runs of the same values are one curve, their mean with its 95 % band (default: a curve for each run).",
        HelpName = "FIELD,...",
    };

    private readonly Option<string[]> _format = new("--format") { Description = "svg, pdf, png (default: svg, or the ending of --out). PNG needs rsvg-convert, Inkscape or Chromium.", HelpName = "FORMAT,..." };
    private readonly Option<double?> _scale = new("--scale") { Description = "Pixels of a PNG to one of the figure (default: 2).", HelpName = "N" };
    private readonly Option<string?> _out = new("--out") { Description = "File of the one figure (default: named after its columns, here).", HelpName = "FILE" };

    public PlotOptions(Command command)
    {
        foreach (Option option in (Option[])[_y, _x, _by, _format, _scale, _out])
        {
            command.Add(option);
        }
    }

    /// <exception cref="UserErrorException">All that is wrong with the options themselves (exit 2).</exception>
    public PlotRequest Read(ParseResult result)
    {
        string[] y = Names(result.GetValue(_y)), by = Names(result.GetValue(_by));
        (string? x, string? file, double? scale) = (result.GetValue(_x), result.GetValue(_out), result.GetValue(_scale));
        bool isComparison = y.Length > 0 || by.Length > 0;
        List<Problem> problems = [];
        if (!isComparison)
        {
            problems.AddRange(((string[])[.. x is null ? [] : (string[])["--x"], .. file is null ? [] : (string[])["--out"]])
                .Select(option => new Problem($"{option}: belongs to the one figure of several runs; add --y or --by.")));
        }

        FigureFormat[] formats = Formats(Names(result.GetValue(_format)), file, problems);
        CheckScale(scale, formats, problems);
        if (problems.Count > 0)
        {
            throw new UserErrorException(FailureKind.Usage, problems);
        }

        y = y.Length > 0 ? y : [ComparisonRequest.DefaultY];
        ComparisonRequest? comparison = isComparison ? new ComparisonRequest(x ?? ComparisonRequest.DefaultX, y, by) : null;
        return new PlotRequest(formats, new FigureFiles(formats, scale ?? PngWriter.DefaultScale), comparison, Stem(file) ?? DefaultStem(y, by));
    }

    private static FigureFormat[] Formats(string[] names, string? file, List<Problem> problems)
    {
        string[] all = [.. Enum.GetValues<FigureFormat>().Select(Name)];
        foreach (string name in names.Where(name => !all.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            string nearest = Suggestion.Phrase(name, all);
            problems.Add(new Problem($"--format: '{name}' is not one of {string.Join(", ", all)}{(nearest.Length > 0 ? nearest : ".")}"));
        }

        string[] chosen = [.. names.Where(name => all.Contains(name, StringComparer.OrdinalIgnoreCase)), .. names.Length == 0 && Ending(file) is string ending ? [ending] : (string[])[]];
        return chosen.Length > 0 ? [.. chosen.Select(name => Enum.Parse<FigureFormat>(name, ignoreCase: true)).Distinct()] : [FigureFormat.Svg];
    }

    private static void CheckScale(double? scale, FigureFormat[] formats, List<Problem> problems)
    {
        if (scale is not double value)
        {
            return;
        }

        if (!(value >= PngWriter.SmallestScale && value <= PngWriter.LargestScale))
        {
            problems.Add(new Problem(string.Create(CultureInfo.InvariantCulture, $"--scale: must be between {PngWriter.SmallestScale} and {PngWriter.LargestScale}, got {value}.")));
        }
        else if (!formats.Contains(FigureFormat.Png))
        {
            problems.Add(new Problem("--scale: only PNG has pixels; add --format png."));
        }
    }

    // "a,b" and two options are the same.
    private static string[] Names(string[]? values) => [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];

    private static string Name(FigureFormat format) => FigureFiles.Ending(format)[1..];

    private static string? Ending(string? file) => Enum.GetValues<FigureFormat>().Select(Name).FirstOrDefault(name => file?.EndsWith("." + name, StringComparison.OrdinalIgnoreCase) == true);

    private static string? Stem(string? file) => file is null || Ending(file) is null ? file : Path.ChangeExtension(file, null);

    private static string DefaultStem(string[] y, string[] by) => string.Join('-', y) + (by.Length > 0 ? "-by-" + string.Join('-', by.Select(ComparisonRequest.FieldName)) : "");
}

/// <param name="Comparison">Null: each run's own figures.</param>
/// <param name="Stem">Path of the one figure, without its ending.</param>
internal sealed record PlotRequest(IReadOnlyList<FigureFormat> Formats, FigureFiles Files, ComparisonRequest? Comparison, string Stem);
