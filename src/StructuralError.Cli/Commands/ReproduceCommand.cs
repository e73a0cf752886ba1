using System.Collections.Immutable;
using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Measuring;
using StructuralError.Cli.Queue;
using StructuralError.Cli.Reproduce;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Paper;

namespace StructuralError.Cli.Commands;

/// <summary><c>reproduce</c>: the paper's section 5, from training to the judged claims, with one command.</summary>
internal sealed class ReproduceCommand
{
    private const int PaperSeeds = 5;
    private const int MostSeeds = 1000;

    private readonly Option<string> _figure = new("--figure") { Description = $"only these, as 6 or 2,3: {string.Join(", ", PaperPlan.Figures.Select(figure => figure.ShortName))}; what they do not need is not run", HelpName = "LIST" };
    private readonly Option<int?> _seeds = WholeNumberOption.Create("--seeds", $"number of seeds, counted from 0 (default: {PaperSeeds})", 1, MostSeeds);
    private readonly Option<bool> _quick = new("--quick") { Description = "fewer steps than the paper trained, for a first look; everything made of them says so" };
    private readonly ImmutableArray<(SpecField Field, Option<string> Option)> _fields =
    [
        .. ((string[])["dataset", "data_dir", "mirror", "device"]).Select(name => SpecFields.Find(name)!)
            .Select(field => (field, new Option<string>(field.Option) { Description = field.Help, HelpName = "VALUE" })),
    ];

    private readonly Option<string> _precision = new("--precision") { Description = "f32 or f64 (default: f64)", HelpName = "VALUE" };
    private readonly Option<string> _out = new("--out") { Description = "directory for all of it (default: results/paper; other data and --quick have a name of their own beside it)", HelpName = "DIR" };
    private readonly QueueOptions _queue = new();
    private readonly CliContext _context;
    private readonly TrainCommand _train;

    public ReproduceCommand(CliContext context, TrainCommand train)
    {
        (_context, _train) = (context, train);
        Command = new Command(
            "reproduce",
            "Run the experiments of the paper's section 5 over several seeds, draw figures 2 to 9 and judge every claim of its text. Finished runs are reused: the same command again "
            + "does what is left, or nothing.")
        {
            _figure, _seeds, _quick, _precision, _out,
        };
        foreach ((_, Option<string> option) in _fields)
        {
            Command.Add(option);
        }

        _queue.AddTo(Command);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult result)
    {
        var problems = new List<Problem>();
        ImmutableArray<PlannedFigure> figures = Figures(result.GetValue(_figure), problems);
        RunSpec common = SharedSpec.Read(result, _precision, _fields, problems);
        if (problems.Count > 0)
        {
            throw new UserErrorException(ExitCodes.Usage, problems);
        }

        using Interruption interruption = _context.Listen();
        try
        {
            return Run(result, figures, common, interruption);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            _context.Error.WriteLine("error: interrupted; what is finished is kept, the same command again goes on.");
            return interruption.ExitCode;
        }
    }

    private int Run(ParseResult result, ImmutableArray<PlannedFigure> figures, RunSpec common, Interruption interruption)
    {
        bool isQuick = result.GetValue(_quick);
        QueueOutput output = _queue.Output(result);
        ExperimentServices services = _context.Telling(output.Quiet);
        var data = new DatasetCache(services.Datasets, interruption.Token);
        services = services with { Datasets = data };
        string dataset = data.NameOf(common);
        var directory = new ReproductionDirectory(result.GetValue(_out) ?? ReproductionDirectory.DefaultPath(dataset, isQuick));
        var resolver = new RunResolver(services, data, directory.Runs);
        var settings = new ReproductionSettings(data.Decide(common), result.GetValue(_seeds) ?? PaperSeeds, isQuick);
        var networks = new NetworkMeasurements(services, settings, directory.NetworkTable, total => output.Quiet ? null : new MeasureProgress(_context.Error, _context.Time, total));
        var reproduction = new PaperReproduction(services, settings, figures, dataset, directory, resolver, networks);
        var queue = new QueueCommands(_context, services, _queue.Settings(result), output);
        if (_queue.IsDryRun(result))
        {
            queue.Show(reproduction.Runs());
            return ExitCodes.Success;
        }

        Reproduction done = reproduction.Reproduce(queue.Session(resolver), interruption.Token);
        if (!done.Trained.IsComplete)
        {
            queue.Report(done.Trained);
            _context.Error.WriteLine("error: not all runs are finished, so nothing was drawn; the same command again goes on.");
            return QueueCommands.ExitCode(done.Trained, interruption);
        }

        new ReproductionSummary(directory, done).Write(_context, output);
        return ExitCodes.Success;
    }

    private static ImmutableArray<PlannedFigure> Figures(string? text, List<Problem> problems)
    {
        if (text is null)
        {
            return PaperPlan.Figures;
        }

        if (ValueList.TryParse("--figure", text, out ImmutableArray<string> names) is { } problem)
        {
            problems.Add(problem);
            return [];
        }

        string[] known = [.. PaperPlan.Figures.Select(figure => figure.ShortName)];
        problems.AddRange(names.Where(name => !PaperPlan.Figures.Any(figure => IsCalled(figure, name)))
            .Select(name => new Problem($"--figure: there is no '{name}'; there are {string.Join(", ", known)}.")));
        return [.. PaperPlan.Figures.Where(figure => names.Any(name => IsCalled(figure, name)))];
    }

    private static bool IsCalled(PlannedFigure figure, string name) => figure.ShortName == name || figure.Id == name;
}
