using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Experiments.Clusters;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Queue;

/// <summary>Shows or works off a list of runs, as the user's options say.</summary>
/// <param name="IsJson">Whether one document goes to standard output, in place of a table.</param>
/// <param name="Cluster">What a cluster is asked for that is to work the runs off; null where they stay here.</param>
/// <param name="Waits">Whether what a cluster does is waited for.</param>
internal sealed record QueueCommand(
    CliContext Context, QueueSettings Settings, bool IsQuiet, bool IsJson, bool IsDryRun, ClusterSettings? Cluster = null, bool Waits = false)
{
    /// <summary>What works the runs off.</summary>
    /// <param name="interruption">Waits for runs that are going on.</param>
    public QueueRunner Queue(Interruption interruption) => new(Context.Telling(IsQuiet), Settings with
    {
        Program = Context.Program,
        Codes = ErrorReport.Codes,
        Display = () => Display(Context, IsQuiet, interruption),
    });

    /// <summary>Works off the runs and reports what became of them, or only shows what would be done.</summary>
    /// <param name="specs">One a run; all that is wrong with them is thrown.</param>
    /// <param name="options">Where they go, and what is done with those that are there.</param>
    /// <inheritdoc cref="CliContext.Interruptible"/>
    /// <exception cref="UserErrorException">Nothing could be started.</exception>
    public int Execute(Func<ExperimentServices, IEnumerable<ResolvedSpec>> specs, RunOptions options, bool isSupervised = false) =>
        Context.Interruptible(Cluster is null ? " before the first run was started." : "; what is submitted stays so.", interruption =>
        {
            QueueRunner queue = Queue(interruption);
            IReadOnlyList<QueuedRun> runs = queue.Resolve(specs(queue.Services), options, interruption.Token);
            return IsDryRun || Cluster is not null ? Prepare(queue, runs, interruption) : Report(queue.Run(runs, interruption.Token), interruption);
        }, isSupervised);

    /// <summary>Shows what would be done with the runs, or hands them to the cluster.</summary>
    public int Prepare(QueueRunner queue, IReadOnlyList<QueuedRun> runs, Interruption interruption)
    {
        var cluster = new ClusterCommand(Context, IsQuiet, IsJson);
        return Cluster is null ? Show(queue, runs, interruption.Token)
            : IsDryRun ? cluster.Show(queue, runs, Cluster, interruption.Token)
            : cluster.Submit(queue, runs, Cluster, Waits, interruption);
    }

    /// <summary>Works off a chunk of runs of a sweep, as a task of a cluster.</summary>
    public int Run(ClusterTask task) => Context.Interruptible("; the scheduler starts the task again, or 'sweep resume' submits it.", interruption =>
        Report(task.Run(Queue(interruption), ErrorReport.Codes, interruption.Token), interruption));

    /// <summary>
    /// Prints the commands of the runs that are not finished, so that a shell, xargs or a job script can run them; the reasons go to standard error.
    /// </summary>
    private int Show(QueueRunner queue, IReadOnlyList<QueuedRun> runs, CancellationToken stop)
    {
        QueueLimits limits = QueueLimits.Of(Settings.Jobs, runs);
        IQueueDisplay display = Display(Context with { ErrorIsTerminal = false }, IsQuiet, null);
        List<(QueuedRun Run, QueueDecision Decision, string Command)> planned =
            [.. runs.Select(run => (run, QueueDecision.Before(run), Context.Program.ToShell(run.Command(limits.ThreadsPerJob))))];
        planned.ForEach(each => display.Decided(each.Run, each.Decision));
        QueueSpace space = queue.Space([.. planned.Where(each => each.Decision.IsWork).Select(each => each.Run)], stop);
        Context.Telling(IsQuiet).Notices.Say(QueueListing.Space(space));
        Context.Print(IsJson, () => QueueListing.ToJson(planned, space), () => QueueListing.Commands(planned));
        return ExitCodes.Success;
    }

    /// <returns>The exit code.</returns>
    public int Report(QueueResult result, Interruption interruption)
    {
        Context.Print(IsJson, () => QueueListing.ToJson(result), () => IsQuiet ? [] : QueueListing.Lines(result));

        if (IsQuiet && !result.IsComplete)
        {
            Context.Error.WriteLine($"error: not all runs are finished. {QueueListing.Counts(result)}");
        }

        return result.IsComplete ? ExitCodes.Success : interruption.Token.IsCancellationRequested ? interruption.ExitCode : ExitCodes.Failure;
    }

    /// <summary>Failures only with <c>--quiet</c>, progress lines that move on a terminal, plain lines elsewhere.</summary>
    private static QueueDisplay Display(CliContext context, bool quiet, Interruption? interruption)
    {
        Func<IDisposable>? patience = interruption is null ? null
            : () => interruption.Patiently("the runs that are going on end at their next step and keep checkpoints");
        return context.ErrorIsTerminal && !quiet
            ? new LiveQueueDisplay(context.Terminal) { Patience = patience }
            : new QueueDisplay(quiet ? _ => { } : context.Error.WriteLine, context.Error.WriteLine, context.Time) { Patience = patience };
    }
}
