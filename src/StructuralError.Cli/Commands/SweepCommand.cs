using System.Collections.Immutable;
using System.CommandLine;
using StructuralError.Cli.Queue;
using StructuralError.Cli.Sweep;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Sweeps;

namespace StructuralError.Cli.Commands;

/// <summary><c>sweep FILE.json | --grid model=a,b k=0..5</c>: every combination of some values, each a run of <c>train</c>. It is its own resume: finished runs are skipped.</summary>
internal sealed class SweepCommand
{
    public const string DefaultParent = "results";

    private readonly Argument<string?> _file = new("FILE") { Description = "JSON file with base, grid and runs; see configs/sweeps", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _grid = new("--grid")
    {
        Description = "values of spec fields and of the model's parameters, as model=a,b k=0..5 seed=0..4; they replace what the file says of the same keys",
        HelpName = "key=values",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _out = new("--out") { Description = $"directory that holds the run directories (default: {DefaultParent})", HelpName = "DIR", DefaultValueFactory = _ => DefaultParent };
    private readonly QueueOptions _queue = new();
    private readonly CliContext _context;
    private readonly TrainCommand _train;

    public SweepCommand(CliContext context, TrainCommand train)
    {
        (_context, _train) = (context, train);
        Command = new Command(
            "sweep",
            "Train every combination of some values, several at once, each in a process of its own. Finished runs are skipped, unfinished ones continued: "
            + "the same command again does what is left. Options of train apply to all runs.")
        {
            _file, _grid, _out,
        };
        _file.Validators.Add(given => UsageProblems.RefuseOptions(given, Command));
        _grid.Validators.Add(given => UsageProblems.RefuseOptions(given, Command));
        _queue.AddTo(Command);
        foreach (Option option in train.RunOptions)
        {
            Command.Add(option);
        }

        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult result)
    {
        QueueSettings settings = _queue.Read(result);
        using Interruption interruption = _context.Listen();
        try
        {
            var resolver = new RunResolver(_context, _train, result.GetValue(_out)!, new DatasetCache(_context, settings.Quiet, interruption.Token));
            IReadOnlyList<QueuedRun> runs = QueuedRuns.Resolve(resolver, Arguments(result));
            var session = new QueueSession(_context, settings, resolver);
            if (_queue.IsDryRun(result))
            {
                session.Show(runs);
                return ExitCodes.Success;
            }

            QueueResult done = session.Run(runs, interruption.Token);
            session.Report(done);
            return done.IsComplete || !interruption.Token.IsCancellationRequested ? done.ExitCode : interruption.ExitCode;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            _context.Error.WriteLine("error: interrupted before the first run was started.");
            return interruption.ExitCode;
        }
    }

    /// <summary>The options of each run: what applies to all, then what is its own.</summary>
    private IEnumerable<ImmutableArray<string>> Arguments(ParseResult result)
    {
        var problems = new List<Problem>();
        SweepDefinition definition = Define(result, problems);
        (ImmutableArray<string> common, ImmutableArray<string> keys) = _train.Given(result);

        // The command line wins over the file, as it does for train.
        string[] inGrid = [.. definition.Axes.Where(axis => keys.Contains(axis.Key)).Select(axis => axis.Key)];
        problems.AddRange(inGrid.Select(key => new Problem($"'{key}' is in the grid and also given as an option; leave one of the two out.")));
        definition = definition.Without(keys.Except(inGrid));
        problems.AddRange(definition.Problems());
        problems.AddRange(SweepKeys.Check(definition, keys.Contains("model") ? common[common.IndexOf("--model") + 1] : null, _context.Services));
        return problems.Count > 0
            ? throw new UserErrorException(ExitCodes.Usage, problems)
            : definition.Runs().Select(values => (ImmutableArray<string>)[.. common, .. values.SelectMany(value => value.ToArguments())]);
    }

    private SweepDefinition Define(ParseResult result, List<Problem> problems)
    {
        string? file = result.GetValue(_file);
        string[] grid = result.GetValue(_grid) ?? [];
        if (file is null && grid.Length == 0)
        {
            problems.Add(new Problem("sweep: give a FILE.json or --grid, as --grid model=a,b k=0..5 seed=0..4."));
        }

        SweepDefinition definition = file is null ? SweepDefinition.Empty : SweepFile.Read(file, problems);
        var axes = ImmutableArray.CreateBuilder<SweepAxis>();
        foreach (string text in grid)
        {
            if (SweepAxis.TryParse("--grid", text, out SweepAxis? axis) is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                axes.Add(axis!);
            }
        }

        return definition.With(axes.ToImmutable());
    }
}
