using System.Collections.Immutable;
using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Listings;
using StructuralError.Reporting.Paper;

namespace StructuralError.Cli.Commands;

/// <summary><c>reproduce</c>: the paper's section 5, from training to the judged claims, with one command.</summary>
internal sealed class ReproduceCommand(CliContext context)
{
    private const int MostSeeds = 1000;

    private readonly Option<string> _figure = Options.Text(
        "--figure", "LIST", $"only these, as 6 or 2,3: {FigureSelection.Names}; what they do not need is not run");
    private readonly Option<int?> _seeds = Options.WholeNumber("--seeds", "number of seeds, counted from 0 (default: 5, of a family 3)", 1, MostSeeds);
    private readonly Option<string[]>[] _families = [.. Family.All.Select(family => Options.Names("--" + family.Name, "LIST", family.Help, canBeEmpty: true))];
    private readonly Option<bool> _quick = Options.Flag("--quick", "fewer steps than the paper trained, for a first look; everything made of them says so");
    private readonly Option<string> _out = Options.Text(
        "--out", "DIR", "directory for all of it (default: results/paper; other data and --quick have a name of their own beside it)");

    private readonly SpecOptions _spec = new(withDefaults: false, ["dataset", "data_dir", "mirror", "device", .. ReproductionSettings.TrainingFields]);
    private readonly FigureOptions _formats = new("--format", "all three");
    private readonly QueueOptions _queue = new();

    public Command Create()
    {
        var command = new Command(
            "reproduce",
            "Run the experiments of the paper's section 5 over several seeds, draw figures 2 to 9 and judge every claim of its text. Finished runs are reused: "
            + "the same command again does what is left, or nothing.");
        command.AddAll([_figure, _seeds, _quick, _spec.Precision, _out, .. _families, .. _formats.All, .. _spec.All, .. _queue.All]);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        var problems = new List<Problem>();
        ImmutableArray<PlannedFigure> figures = FigureSelection.Read(result.GetValue(_figure), "--figure", problems);
        FigureFiles files = _formats.Read(result, FigureFiles.AllFormats.Formats, context.Files, problems);
        Family? family = Family.Choose(i => result.GetResult(_families[i]) is { Implicit: false } ? result.Texts(_families[i]) : null, problems);
        RunSpec common = _spec.ReadShared(result, problems, family is null ? "f64" : Family.Precision);
        UserErrorException.ThrowIfAny(problems);

        QueueCommand queue = _queue.Read(result, context);
        var settings = new ReproductionSettings(common, result.GetValue(_seeds) ?? (family is null ? 5 : 3), result.GetValue(_quick));
        return context.Interruptible("; what is finished is kept, the same command again goes on.", interruption =>
        {
            IProgress<int>? Progress(int total) => queue.IsQuiet ? null : new MeasureProgress(context.Error.WriteLine, context.Time, total);
            QueueRunner runner = queue.Queue(interruption);
            IReproduction reproduction = family is null
                ? PaperReproduction.Plan(runner, settings, figures, result.GetValue(_out), files, Progress, interruption.Token)
                : FamilyReproduction.Plan(runner, settings, family, figures, result.GetValue(_out), files, Progress, interruption.Token);
            bool isElsewhere = queue.IsDryRun || queue.Cluster is not null;
            int code = isElsewhere ? queue.Prepare(runner, reproduction.Runs(interruption.Token), interruption) : ExitCodes.Success;
            return (isElsewhere && !queue.Waits) || code != ExitCodes.Success ? code : Run(reproduction, queue, interruption);
        });
    }

    private int Run(IReproduction reproduction, QueueCommand queue, Interruption interruption)
    {
        Reproduction done = reproduction.Reproduce(interruption.Token);
        if (!done.Trained.IsComplete)
        {
            int exitCode = queue.Report(done.Trained, interruption);
            context.Error.WriteLine("error: not all runs are finished, so nothing was drawn; the same command again goes on.");
            return exitCode;
        }

        var listing = new ReproductionListing(done);
        context.Print(queue.IsJson, listing.ToJson, () => queue.IsQuiet ? [] : listing.Lines());
        return ExitCodes.Success;
    }
}
