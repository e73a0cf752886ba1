using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;
using StructuralError.Runs.Storage;

namespace StructuralError.Cli.Commands;

/// <summary>Options of <c>plot</c>.</summary>
internal sealed class PlotOptions
{
    private readonly Option<string[]> _y = Options.Names("--y", "COLUMN,...", "Columns of steps.csv, a panel each (default with --by: log_fitting_error).");
    private readonly Option<string> _x = Options.Text("--x", "COLUMN", "Column along the x axis (default: step).");
    private readonly Option<string[]> _by = Options.Names(
        "--by",
        "FIELD,...",
        "Fields of the spec or parameters of the network: runs of the same values are one curve, their mean with its 95 % band "
        + "(default: a curve for each run).");

    private readonly FigureOptions _figures = new("--format", "svg, or the ending of --out");
    private readonly Option<string> _out = Options.Text("--out", "FILE", "File of the one figure (default: named after its columns, here).");
    private readonly Option<bool> _force = Options.Flag("--force", "Replace a file that is there and is no figure of several runs.");

    public IEnumerable<Option> All => [_y, _x, _by, .. _figures.All, _out, _force];

    /// <exception cref="UserErrorException">All that is wrong with the options themselves (exit 2).</exception>
    public PlotRequest Read(ParseResult result, IFileSystem disk)
    {
        (string[] y, string[] by) = (result.GetValue(_y) ?? [], result.GetValue(_by) ?? []);
        (string? x, string? file) = (result.GetValue(_x), result.GetValue(_out));
        bool isComparison = y.Length > 0 || by.Length > 0;
        List<Problem> problems = [];
        if (!isComparison)
        {
            (string Name, string? Value)[] ofOneFigure = [("--x", x), ("--out", file)];
            problems.AddRange(ofOneFigure.Where(option => option.Value is not null)
                .Select(option => new Problem($"{option.Name}: belongs to the one figure of several runs; add --y or --by.")));
        }

        FigureFiles figures = _figures.Read(result, [FigureFormats.OfFile(file) ?? FigureFormat.Svg], disk, problems);
        bool isThrough = !string.IsNullOrEmpty(file) && OutputFile.IsThrough(file);
        if (isThrough && figures.Formats.Count > 1)
        {
            problems.Add(new Problem($"--out: '{file}' is no file, so one figure goes into it; give one --format."));
        }

        UserErrorException.ThrowIfAny(problems);

        y = y.Length > 0 ? y : [ComparisonRequest.DefaultY];
        ComparisonRequest? comparison = isComparison ? new ComparisonRequest(x ?? ComparisonRequest.DefaultX, y, by) : null;
        string stem = Stem(file) ?? DefaultStem(y, by);
        return new PlotRequest(
            figures, comparison, result.GetValue(_force),
            [.. figures.Formats.Select(format => file is not null && (isThrough || file.Length == 0) ? file : stem + FigureFiles.Ending(format))]);
    }

    private static string? Stem(string? file) => file is null || FigureFormats.OfFile(file) is null ? file : Path.ChangeExtension(file, null);

    private static string DefaultStem(string[] y, string[] by) =>
        string.Join('-', y) + (by.Length > 0 ? "-by-" + string.Join('-', by.Select(ComparisonRequest.FieldName)) : "");
}

/// <param name="Comparison">Null: each run's own figures.</param>
/// <param name="Force">Whether files that are there may be replaced.</param>
/// <param name="Paths">Of the one figure, a file for each format.</param>
internal sealed record PlotRequest(FigureFiles Files, ComparisonRequest? Comparison, bool Force, IReadOnlyList<string> Paths);
