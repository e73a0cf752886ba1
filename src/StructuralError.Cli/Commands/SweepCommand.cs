using System.Collections.Immutable;
using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Sweeps;
using StructuralError.Experiments.Train;

namespace StructuralError.Cli.Commands;

/// <summary><c>sweep FILE.json | --grid model=a,b k=0..5</c>: every combination of some values, each a run of <c>train</c>. It is its own resume: finished runs are skipped.</summary>
internal sealed class SweepCommand
{
    private readonly Argument<string?> _file = new("FILE") { Description = "JSON file with base, grid and runs; see configs/sweeps", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _grid = new("--grid")
    {
        Description = "values of spec fields and of the model's parameters, as model=a,b k=0..5 seed=0..4; they replace what the file says of the same keys",
        HelpName = "key=values",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _out = new("--out") { Description = $"directory that holds the run directories (default: {RunPlan.ResultsDirectory})", HelpName = "DIR", DefaultValueFactory = _ => RunPlan.ResultsDirectory };
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
        QueueOutput output = _queue.Output(result);
        ExperimentServices services = _context.Telling(output.Quiet);
        using Interruption interruption = _context.Listen();
        try
        {
            var resolver = new RunResolver(services, new DatasetCache(services.Datasets, interruption.Token), result.GetValue(_out)!) { Resume = _train.Resume(result) };
            IReadOnlyList<QueuedRun> runs = resolver.Resolve(Specs(result));
            return new QueueCommands(_context, services, _queue.Settings(result), output).Execute(resolver, runs, _queue.IsDryRun(result), interruption);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            _context.Error.WriteLine("error: interrupted before the first run was started.");
            return interruption.ExitCode;
        }
    }

    /// <summary>The spec of each run: what applies to all, then what is its own.</summary>
    private IEnumerable<ResolvedSpec> Specs(ParseResult result)
    {
        var problems = new List<Problem>();
        SweepDefinition definition = Define(result, problems);
        ImmutableArray<string> keys = _train.Keys(result);

        // The command line wins over the file, as it does for train.
        string[] inGrid = [.. definition.Axes.Where(axis => keys.Contains(axis.Key)).Select(axis => axis.Key)];
        problems.AddRange(inGrid.Select(key => new Problem($"'{key}' is in the grid and also given as an option; leave one of the two out.")));
        definition = definition.Without(keys.Except(inGrid));
        problems.AddRange(definition.Problems());
        problems.AddRange(SweepKeys.Check(definition, keys.Contains("model") ? _train.Read(result).Spec.Model : null, _context.Services));
        return problems.Count > 0 ? throw new UserErrorException(ExitCodes.Usage, problems) : definition.Runs().Select(values =>
        {
            SpecBuilder builder = _train.Builder(result);
            foreach (Assignment value in values)
            {
                value.ApplyTo(builder);
            }

            return builder.Build();
        });
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
