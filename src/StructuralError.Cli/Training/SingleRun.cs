using StructuralError.Cli.Common;
using StructuralError.Cli.Progress;
using StructuralError.Core.Training;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Reporting.Listings;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Training;

/// <summary>Carries out <c>train</c> for one run and tells how it ended.</summary>
internal sealed class SingleRun(CliContext context, ResolvedSpec resolved, TrainOptions options)
{
    public int Execute() => options.DryRun || options.Explain
        ? context.Interruptible("; nothing was started.", Preview)
        : context.Interruptible(
            "; what the run has kept stays, and the same command goes on from there, or starts again where there is nothing yet.", Train, options.Supervised);

    private int Preview(Interruption interruption)
    {
        CancellationToken cancellation = interruption.Token;
        ExperimentServices services = context.Telling(options.Quiet);
        var plan = RunPlan.Make(resolved, options.Run, services, isPreview: true, cancellation);
        var preview = new RunPreview(plan, options.Run, services);
        bool explain = options.Explain;
        var listing = new PlanListing(
            plan, preview, explain ? preview.Layers(cancellation) : null, explain ? NecessaryWork.Of(plan, services, cancellation) : null);
        context.Print(options.Json, listing.ToJson, listing.Lines);
        return ExitCodes.Success;
    }

    private int Train(Interruption interruption)
    {
        IProgressDisplay display = Display(options.Quiet ? "none" : options.Progress);
        ExperimentServices services = context.Telling(options.Quiet) with { Progress = new PatientProgress(display, interruption) };
        try
        {
            return Report(new TrainingRun(services, resolved, options.Run, interruption.Token).Execute(), interruption);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            context.Error.WriteLine("error: interrupted before training began; nothing was written.");
            return interruption.ExitCode;
        }
    }

    /// <summary>By itself a bar on a terminal and a plain line now and then elsewhere.</summary>
    private IProgressDisplay Display(string kind) => kind switch
    {
        "none" => new NoProgress(),
        "json" => new QueueProgress(progress => context.Error.WriteLine(progress.ToLine()), context.Time),
        "plain" => new PlainProgress(context.Error.WriteLine, context.Time),
        "bar" => new BarProgress(context.Terminal, context.Time),
        _ => Display(context.ErrorIsTerminal ? "bar" : "plain"),
    };

    private int Report(TrainingEnd end, Interruption interruption)
    {
        bool isInterrupted = end is InterruptedRun;
        if (isInterrupted || !options.Quiet)
        {
            // People read standard output, unless a document goes there.
            TextWriter writer = isInterrupted || options.Json ? context.Error : context.Out;
            foreach (string line in end.Lines())
            {
                writer.WriteLine(line);
            }
        }

        if (!isInterrupted && !options.Quiet && !options.Json)
        {
            string overview = Path.Combine(end.Path, RunDirectory.FiguresName, RunFiles.Figures[0] + ".svg");
            context.Print(File.Exists(overview) ? [$"overview       {overview}"] : []);
            context.ShowOverview(end.Path, options.Show);
        }

        if (options.Json && !isInterrupted)
        {
            context.Out.Write(end is CompletedRun completed ? completed.Document : File.ReadAllText(Path.Combine(end.Path, RunDirectory.SummaryName)));
        }

        return isInterrupted ? interruption.ExitCode : ExitCodes.Success;
    }

    /// <summary>While the run trains, a step under way is waited for when the wish to end comes.</summary>
    private sealed class PatientProgress(IProgressDisplay inner, Interruption interruption) : IProgressDisplay
    {
        public TrainingResult Show(long totalSteps, Func<IStepSink, TrainingResult> train)
        {
            using IDisposable patience = interruption.Patiently("the run ends after this step and keeps a checkpoint");
            return inner.Show(totalSteps, train);
        }
    }
}
