using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Queue;

/// <summary>Shows or works off a list of runs, as the user's options say.</summary>
/// <param name="json">Whether one document goes to standard output, in place of a table.</param>
internal sealed class QueueCommand(CliContext context, QueueSettings settings, bool quiet, bool json, bool dryRun)
{
    public bool IsQuiet => quiet;

    public bool IsJson => json;

    public bool IsDryRun => dryRun;

    /// <summary>What works the runs off.</summary>
    /// <param name="interruption">Waits for runs that are going on.</param>
    public QueueRunner Queue(Interruption interruption) => new(context.Telling(quiet), settings with
    {
        Program = context.Program,
        Codes = ErrorReport.Codes,
        Display = () => Display(context, quiet, interruption),
    });

    /// <summary>Works off the runs and reports what became of them, or only shows what would be done.</summary>
    /// <param name="specs">One a run; all that is wrong with them is thrown.</param>
    /// <param name="options">Where they go, and what is done with those that are there.</param>
    /// <inheritdoc cref="CliContext.Interruptible(string, Func{Interruption, int}, bool)"/>
    /// <exception cref="UserErrorException">Nothing could be started.</exception>
    public int Execute(Func<ExperimentServices, IEnumerable<ResolvedSpec>> specs, RunOptions options, bool isSupervised = false) =>
        context.Interruptible(" before the first run was started.", interruption =>
        {
            QueueRunner queue = Queue(interruption);
            IReadOnlyList<QueuedRun> runs = queue.Resolve(specs(queue.Services), options, interruption.Token);
            return dryRun ? Show(runs) : Report(queue.Run(runs, interruption.Token), interruption);
        }, isSupervised);

    /// <summary>
    /// Prints the commands of the runs that are not finished, so that a shell, xargs or a job script can run them; the reasons go to standard error.
    /// </summary>
    public int Show(IReadOnlyList<QueuedRun> runs)
    {
        QueueLimits limits = QueueLimits.Of(settings.Jobs, runs.Count, ComputeThreads.Available, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        IQueueDisplay display = Display(context with { ErrorIsTerminal = false }, quiet, null);
        var decisions = new List<(QueuedRun Run, QueueDecision Decision, string Command)>();
        foreach (QueuedRun run in runs)
        {
            QueueDecision decision = QueueDecision.Before(run);
            display.Decided(run, decision);
            decisions.Add((run, decision, context.Program.ToShell(run.Command(limits.ThreadsPerJob))));
        }

        context.Print(json, () => QueueListing.ToJson(decisions), () => decisions
            .Where(decision => decision.Decision.Action is not (QueueAction.Skip or QueueAction.Refuse)).Select(decision => decision.Command));
        return ExitCodes.Success;
    }

    /// <summary>Reports what became of the runs.</summary>
    /// <returns>The exit code.</returns>
    public int Report(QueueResult result, Interruption interruption)
    {
        context.Print(json, () => QueueListing.ToJson(result), () => quiet ? [] : QueueListing.Lines(result));

        if (quiet && !result.IsComplete)
        {
            context.Error.WriteLine($"error: not all runs are finished. {QueueListing.Counts(result)}");
        }

        return result.IsComplete ? ExitCodes.Success : interruption.Token.IsCancellationRequested ? interruption.ExitCode : ExitCodes.Failure;
    }

    /// <summary>Failures only with <c>--quiet</c>, progress lines that move on a terminal, plain lines elsewhere.</summary>
    private static QueueDisplay Display(CliContext context, bool quiet, Interruption? interruption) => context.ErrorIsTerminal && !quiet
        ? new LiveQueueDisplay(context.Terminal) { Interruption = interruption }
        : new QueueDisplay(quiet ? TextWriter.Null : context.Error, context.Error, context.Time) { Interruption = interruption };
}
