using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Sweeps;
using StructuralError.Experiments.Train;

namespace StructuralError.Cli.Commands;

/// <summary>
/// <c>sweep FILE.json | --grid model=a,b k=0..5</c>: every combination of some values, each a run of <c>train</c>. It is its own resume: finished runs are
/// skipped.
/// </summary>
internal sealed class SweepCommand(CliContext context, TrainCommand train)
{
    private readonly Argument<string?> _file = new Argument<string?>("FILE")
    {
        Description = "JSON file with base, grid and runs; see configs/sweeps",
        Arity = ArgumentArity.ZeroOrOne,
    }.CompletedByFiles(".json");

    private readonly Option<string[]> _grid = Options.Texts(
        "--grid",
        "key=values",
        "values of spec fields and of the model's parameters, as model=a,b k=0..5 seed=0..4; they replace what the file says of the same keys");

    private readonly Option<string> _out = Options.Text("--out", "DIR", $"directory that holds the run directories (default: {RunPlan.ResultsDirectory})");
    private readonly QueueOptions _queue = new();

    public Command Create()
    {
        _grid.AllowMultipleArgumentsPerToken = true;
        _out.DefaultValueFactory = _ => RunPlan.ResultsDirectory;
        var command = new Command(
            "sweep",
            "Train every combination of some values, several at once, each in a process of its own. Finished runs are skipped, unfinished ones continued: "
            + "the same command again does what is left. Options of train apply to all runs.") { _file, _grid, _out };
        SweepClusterCommands.AddTo(command, context);
        _file.Validators.Add(given => UsageProblems.RefuseOptions(given, command));
        _grid.Validators.Add(given => UsageProblems.RefuseOptions(given, command));
        command.AddAll([.. _queue.All, .. train.RunOptions]);
        command.SetAction(result => _queue.Read(result, context, context.Starter)
            .Execute(services => Specs(result, services), train.Running(result, result.GetValue(_out))));
        return command;
    }

    /// <summary>The spec of each run: what applies to all, then what is its own.</summary>
    private IEnumerable<ResolvedSpec> Specs(ParseResult result, ExperimentServices services)
    {
        var problems = new List<Problem>();
        SweepDefinition definition = SweepFile.Define(result.GetValue(_file), result.GetValue(_grid) ?? [], problems);
        definition = SweepKeys.Settle(definition, train.Keys(result), () => train.Builder(result).Build().Spec.Model, services, problems);
        UserErrorException.ThrowIfAny(problems);
        return definition.Specs(() => train.Builder(result));
    }
}
