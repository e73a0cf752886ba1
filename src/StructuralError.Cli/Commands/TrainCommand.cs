using System.Collections.Immutable;
using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Training;
using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Sweeps;
using StructuralError.Experiments.Train;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Commands;

/// <summary><c>train</c>: one run. Its options are the spec's fields, the usual parameters of the models, and how to run.</summary>
internal sealed class TrainCommand
{
    private static readonly string[] ProgressNames = ["auto", "bar", "plain", "json", "none"];
    private static readonly string[] ResumeNames = ["auto", "require", "never"];

    private readonly SpecOptions _spec = new(SpecFields.All);
    private readonly Option<string>[] _parameters =
    [
        Options.Text("--k", "N", "number of blocks"),
        Options.Text("--width", "N", "width of the hidden layers (models a, b)"),
        Options.Text("--channels", "N", "channels of the convolutions (models c, d)"),
    ];

    private readonly Option<bool> _skip = Options.Flag("--skip", "identity skip around each block");
    private readonly Option<bool> _noSkip = Options.Flag("--no-skip", "no skip around the blocks");
    private readonly Option<string[]> _set = Options.Texts("--set", "name=value", "any parameter of the model or value of the spec; may be repeated");
    private readonly Option<string[]> _config = Options.Texts(
        "--config", "FILE", "JSON file with values of the spec; may be repeated, later files win, options win over files");

    private readonly Option<string> _seeds = Options.Text(
        "--seeds",
        "LIST",
        "several seeds, as 0..9 or 1,2,5: a run of its own for each, one for each processor at a time, and side by side on an accelerator; "
        + "finished ones are skipped, and --out names the directory that holds the run directories");

    private readonly Option<string> _out = Options.Text("--out", "DIR", "run directory (default: results/ and a name that says what runs)");
    private readonly Option<bool> _force = Options.Flag("--force", "replace the run that is in the run directory");
    private readonly Option<string> _resume = Options.Text(
        "--resume",
        "MODE",
        "where the run is there, but not finished: auto goes on from its last checkpoint, or starts over where there is none; "
        + "require refuses where there is none; never refuses");

    private readonly Option<int?> _referee = Options.WholeNumber(
        "--referee", "let libtorch's autograd measure every N-th step too; summary.json says how far apart the two were (in a build that has it)", 1);

    private readonly FigureOptions _figures = new("--figures", "svg");
    private readonly Option<bool> _quiet = Options.Flag("--quiet", "print nothing but warnings and errors");
    private readonly Option<bool> _json = Options.Flag(
        "--json", "print the summary as one JSON document on standard output, everything else on standard error");

    private readonly Option<string> _progress = Options.Text(
        "--progress", "KIND", "auto, bar, plain (a line now and then), json (a JSON object a line, for programs) or none");

    private readonly Option<string> _show = Options.Show();
    private readonly Option<bool> _supervised = Options.Flag(
        "--supervised", "for programs that start runs: when standard input is closed, end as with SIGTERM; leave Ctrl-C to the starter");

    private readonly Option<bool> _dryRun = Options.Flag("--dry-run", "show every value with its origin and what would happen; start nothing");
    private readonly Option<bool> _explain = Options.Flag("--explain", "as --dry-run, with what each layer will cost");
    private readonly CliContext _context;
    private readonly ImmutableArray<string> _arguments;

    /// <param name="arguments">The program's arguments, for the manifest.</param>
    public TrainCommand(CliContext context, string[] arguments)
    {
        (_context, _arguments) = (context, [.. arguments]);
        Command = new Command("train", "Train one network and measure its structural matrices; the results go into a run directory.");
        Command.AddAll([.. _spec.All, .. _parameters, _skip, _noSkip, _set, _config, _seeds]);
        Command.AddAll([_out, _force, _resume, _referee, .. _figures.All, _quiet, _json, _progress, _show, _supervised, _dryRun, _explain]);
        _progress.CompletionSources.Add(ProgressNames);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    /// <summary>The options that say what runs; the others say how one run is started and shown.</summary>
    public IEnumerable<Option> RunOptions => Command.Options.Except(
        [_seeds, _out, _force, .. _figures.All, _quiet, _json, _progress, _show, _supervised, _dryRun, _explain]);

    /// <summary>The values that the arguments give, open for more, with all problems that can be found without looking further than config files.</summary>
    /// <param name="result">Of this command, or of another one that has its options.</param>
    public SpecBuilder Builder(ParseResult result)
    {
        var builder = new SpecBuilder();
        foreach (string file in result.Texts(_config))
        {
            ConfigFile.Read(file, builder);
        }

        builder.BeginLayer();
        _spec.Read(result, builder);
        foreach (Option<string> option in _parameters)
        {
            if (result.Text(option) is { } text)
            {
                builder.SetNetwork(option.Name.TrimStart('-'), SpecValue.FromText(text), option.Name);
            }
        }

        ReadSkip(result, builder);
        foreach (string assignment in result.Texts(_set))
        {
            builder.SetAssignment(assignment, "--set");
        }

        ReportUnknown(result, _progress, ProgressNames, builder);
        ReportUnknown(result, _resume, ResumeNames, builder);
        return builder;
    }

    /// <summary>The keys that the given options set.</summary>
    /// <inheritdoc cref="Builder" path="/param"/>
    public ImmutableArray<string> Keys(ParseResult result) =>
        [.. RunOptions.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => Assignment.Canonical(option.Name.TrimStart('-')))];

    /// <summary>How runs are started and seen to their end.</summary>
    /// <inheritdoc cref="Builder" path="/param"/>
    public RunOptions Running(ParseResult result, string? path) =>
        new(path, result.GetValue(_force), Resume(result.Text(_resume))) { Referee = result.GetValue(_referee) };

    private static ResumeMode Resume(string? mode) =>
        Enum.Parse<ResumeMode>(mode is not null && ResumeNames.Contains(mode) ? mode : ResumeNames[0], ignoreCase: true);

    private int Run(ParseResult result)
    {
        var options = new TrainOptions(
            Running(result, result.Text(_out)) with { CommandLine = _arguments }, result.GetValue(_quiet), result.GetValue(_json),
            result.Text(_progress) ?? "auto", result.Text(_show), result.GetValue(_dryRun), result.GetValue(_explain), result.GetValue(_supervised));
        CliContext context = Drawing(result);
        return result.Text(_seeds) is { } seeds
            ? new SeedsRun(context, () => Builder(result), Keys(result).Contains("seed"), options).Execute(seeds)
            : new SingleRun(context, Builder(result).Build(), options).Execute();
    }

    /// <summary>With what draws the formats that were asked for, if any were.</summary>
    private CliContext Drawing(ParseResult result)
    {
        var problems = new List<Problem>();
        FigureFiles figures = _figures.Read(result, [FigureFormat.Svg], _context.Files, problems);
        UserErrorException.ThrowIfAny(problems);

        if (figures.Formats is [FigureFormat.Svg])
        {
            return _context;
        }

        figures.RequireFormats();
        return _context with
        {
            Services = _context.Services with { DrawFigures = (run, warn, _, cancellation) => RunFigures.Write(run, figures, warn, cancellation) },
        };
    }

    private static void ReportUnknown(ParseResult result, Option<string> option, string[] names, SpecBuilder builder)
    {
        if (result.Text(option) is { } value && !names.Contains(value))
        {
            builder.Report(new Problem($"{option.Name}: '{value}' is not one of {string.Join(", ", names)}{Suggestion.Phrase(value, names)}"));
        }
    }

    private void ReadSkip(ParseResult result, SpecBuilder builder)
    {
        (bool skip, bool noSkip) = (result.Text(_skip) == "true", result.Text(_noSkip) == "true");
        if (skip && noSkip)
        {
            builder.Report(new Problem("--skip and --no-skip exclude each other; give one of them."));
        }
        else if (skip || noSkip)
        {
            builder.SetNetwork("skip", SpecValue.FromText(skip ? "true" : "false"), skip ? "--skip" : "--no-skip");
        }
    }
}
