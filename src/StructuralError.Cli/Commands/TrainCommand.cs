using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using StructuralError.Cli.Common;
using StructuralError.Cli.Training;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Sweeps;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Commands;

/// <summary><c>train</c>: one run. Its options are the spec's fields, the usual parameters of the models, and how to run.</summary>
internal sealed class TrainCommand
{
    private static readonly string[] ProgressNames = ["auto", "bar", "plain", "json", "none"];
    private static readonly string[] ResumeNames = ["auto", "require", "never"];

    private readonly ImmutableArray<(SpecField Field, Option Option)> _fields =
        [.. SpecFields.All.Select(field => (field, CreateOption(field)))];

    private readonly Option<string>[] _parameters =
    [
        new("--k") { Description = "number of blocks", HelpName = "N" },
        new("--width") { Description = "width of the hidden layers (models a, b)", HelpName = "N" },
        new("--channels") { Description = "channels of the convolutions (models c, d)", HelpName = "N" },
    ];

    private readonly Option<bool> _skip = new("--skip") { Description = "identity skip around each block" };
    private readonly Option<bool> _noSkip = new("--no-skip") { Description = "no skip around the blocks" };
    private readonly Option<string[]> _set = new("--set") { Description = "any parameter of the model or value of the spec; may be repeated", HelpName = "name=value", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _config = new("--config") { Description = "JSON file with values of the spec; may be repeated, later files win, options win over files", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _seeds = new("--seeds")
    {
        Description = "several seeds, as 0..9 or 1,2,5: a run of its own for each, one after the other on the processor and side by side on an accelerator; finished ones are skipped, and --out names the directory that holds "
            + "the run directories",
        HelpName = "LIST",
    };

    private readonly Option<string> _out = new("--out") { Description = "run directory (default: results/ and a name that says what runs)", HelpName = "DIR" };
    private readonly Option<bool> _force = new("--force") { Description = "replace the run that is in the run directory" };
    private readonly Option<string> _resume = new("--resume")
    {
        Description = "where the run is there, but not finished: auto goes on from its last checkpoint, or starts over where there is none; require refuses where there is none; never refuses",
        HelpName = "MODE",
    };

    private readonly Option<int?> _referee = WholeNumberOption.Create(
        "--referee", "let libtorch's autograd measure every N-th step too; summary.json says how far apart the two were (needs a build with TorchSharp)", 1);

    private readonly Option<bool> _quiet = new("--quiet") { Description = "print nothing but warnings and errors" };
    private readonly Option<bool> _json = new("--json") { Description = "print the summary as one JSON document on standard output, everything else on standard error" };
    private readonly Option<string> _progress = new("--progress") { Description = "auto, bar, plain (a line now and then), json (a JSON object a line, for programs) or none", HelpName = "KIND" };
    private readonly Option<bool> _supervised = new("--supervised") { Description = "for programs that start runs: when standard input is closed, end as with SIGTERM; leave Ctrl-C to the starter" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "show every value with its origin and what would happen; start nothing" };
    private readonly Option<bool> _explain = new("--explain") { Description = "as --dry-run, with what each layer will cost" };
    private readonly CliContext _context;
    private readonly ImmutableArray<string> _arguments;

    /// <param name="arguments">The program's arguments, for the manifest.</param>
    public TrainCommand(CliContext context, string[] arguments)
    {
        (_context, _arguments) = (context, [.. arguments]);
        Command = new Command("train", "Train one network and measure its structural matrices; the results go into a run directory.");
        foreach (Option option in (IEnumerable<Option>)[.. _fields.Select(pair => pair.Option), .. _parameters, _skip, _noSkip, _set, _config, _seeds, _out, _force, _resume, _referee, _quiet, _json, _progress, _supervised, _dryRun, _explain])
        {
            Command.Add(option);
        }

        _progress.CompletionSources.Add(ProgressNames);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    /// <summary>The options that say what runs; the others say how one run is started and shown.</summary>
    public IEnumerable<Option> RunOptions => Command.Options.Except([_seeds, _out, _force, _referee, _quiet, _json, _progress, _supervised, _dryRun, _explain]);

    /// <summary>The spec that the arguments ask for, with all problems that can be found without looking further than config files.</summary>
    public ResolvedSpec Read(ParseResult result) => Builder(result).Build();

    /// <summary>The values that the arguments give, open for more.</summary>
    /// <param name="result">Of this command, or of another one that has its options.</param>
    public SpecBuilder Builder(ParseResult result)
    {
        var builder = new SpecBuilder();
        foreach (string file in Values(result, _config))
        {
            ConfigFile.Read(file, builder);
        }

        builder.BeginLayer();
        foreach ((SpecField field, Option option) in _fields)
        {
            if (Value(result, option) is { } text)
            {
                builder.Set(field.Name, SpecValue.FromText(text), option.Name);
            }
        }

        foreach (Option<string> option in _parameters)
        {
            if (Value(result, option) is { } text)
            {
                builder.SetNetwork(option.Name.TrimStart('-'), SpecValue.FromText(text), option.Name);
            }
        }

        ReadSkip(result, builder);
        foreach (string assignment in Values(result, _set))
        {
            builder.SetAssignment(assignment, "--set");
        }

        ReportUnknown(result, _progress, ProgressNames, builder);
        ReportUnknown(result, _resume, ResumeNames, builder);

        if (Value(result, _out) is { } directory && string.IsNullOrWhiteSpace(directory))
        {
            builder.Report(new Problem("--out: needs a directory, as --out results/mine."));
        }

        return builder;
    }

    /// <summary>The keys that the given options set.</summary>
    /// <inheritdoc cref="Builder" path="/param"/>
    public ImmutableArray<string> Keys(ParseResult result) =>
        [.. RunOptions.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => Assignment.Canonical(option.Name.TrimStart('-')))];

    /// <summary>What <c>--resume</c> says.</summary>
    /// <inheritdoc cref="Builder" path="/param"/>
    public ResumeMode Resume(ParseResult result) =>
        Enum.Parse<ResumeMode>(Value(result, _resume) is { } mode && ResumeNames.Contains(mode) ? mode : ResumeNames[0], ignoreCase: true);

    /// <summary>How the arguments want the run to be carried out.</summary>
    private TrainOptions Options(ParseResult result) =>
        new(
            new RunOptions(Value(result, _out), result.GetValue(_force), Resume(result)) { CommandLine = _arguments, Referee = result.GetValue(_referee) },
            result.GetValue(_quiet),
            result.GetValue(_json),
            Value(result, _progress) ?? "auto",
            result.GetValue(_dryRun),
            result.GetValue(_explain))
        {
            Supervised = result.GetValue(_supervised),
        };

    private int Run(ParseResult result) => Value(result, _seeds) is { } seeds
        ? new SeedsRun(_context, () => Builder(result), Keys(result).Contains("seed"), Options(result)).Execute(seeds)
        : new SingleRun(_context, Read(result), Options(result)).Execute();

    private static void ReportUnknown(ParseResult result, Option<string> option, string[] names, SpecBuilder builder)
    {
        if (Value(result, option) is { } value && !names.Contains(value))
        {
            builder.Report(new Problem($"{option.Name}: '{value}' is not one of {string.Join(", ", names)}{Suggestion.Phrase(value, names)}"));
        }
    }

    private void ReadSkip(ParseResult result, SpecBuilder builder)
    {
        (bool skip, bool noSkip) = (Value(result, _skip) == "true", Value(result, _noSkip) == "true");
        if (skip && noSkip)
        {
            builder.Report(new Problem("--skip and --no-skip exclude each other; give one of them."));
        }
        else if (skip || noSkip)
        {
            builder.SetNetwork("skip", SpecValue.FromText(skip ? "true" : "false"), skip ? "--skip" : "--no-skip");
        }
    }

    private static Option CreateOption(SpecField field)
    {
        string description = field.IsFlag ? field.Help : $"{field.Help} (default: {field.DefaultWords ?? field.Text(SpecFields.Defaults)})";
        Option option = field.IsFlag
            ? new Option<bool>(field.Option) { Description = description }
            : new Option<string>(field.Option) { Description = description, HelpName = "VALUE" };
        option.CompletionSources.Add(_ => Values(field).Select(value => new CompletionItem(value)));
        return option;
    }

    /// <summary>The values that have names, for completion.</summary>
    private static IEnumerable<string> Values(SpecField field) => field.Name switch
    {
        "model" => ModelLocator.Default.Available,
        "dataset" => DatasetProvider.Names,
        _ => field.Choices,
    };

    /// <summary>The option's text; null where it was not given or the parser has already found fault with it.</summary>
    private static string? Value(ParseResult result, Option option) => (option, result.GetResult(option)) switch
    {
        (_, null) or (_, { Implicit: true }) => null,
        (_, { } given) when given.Errors.Any() => null,
        (Option<string> text, _) => result.GetValue(text),
        (Option<bool> flag, _) => result.GetValue(flag) ? "true" : "false",
        _ => throw new ArgumentException($"{option.Name} has an unexpected type.", nameof(option)),
    };

    private static string[] Values(ParseResult result, Option<string[]> option) =>
        result.GetResult(option) is { } given && !given.Errors.Any() ? result.GetValue(option) ?? [] : [];
}
