using StructuralError.Cli.Common;
using StructuralError.Cli.Documents;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;

namespace StructuralError.Cli.Queue;

/// <summary>What a command prints of its queue.</summary>
/// <param name="Json">One document on standard output in place of a table.</param>
internal sealed record QueueOutput(bool Quiet, bool Json);

/// <summary>Shows or works off a list of runs, as the user's options say.</summary>
internal sealed class QueueCommands(CliContext context, ExperimentServices services, QueueSettings settings, QueueOutput output)
{
    public QueueSession Session(RunResolver resolver) =>
        new(services, settings, resolver, () => QueueDisplays.Create(context, output.Quiet), context.QueueWorld);

    /// <summary>Works off the runs and reports what became of them, or only shows what would be done.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UserErrorException">Nothing could be started.</exception>
    public int Execute(RunResolver resolver, IReadOnlyList<QueuedRun> runs, bool isDryRun, Interruption interruption)
    {
        if (isDryRun)
        {
            Show(runs);
            return ExitCodes.Success;
        }

        QueueResult done = Session(resolver).Run(runs, interruption.Token);
        Report(done);
        return ExitCode(done, interruption);
    }

    public static int ExitCode(QueueResult done, Interruption interruption) =>
        done.IsComplete ? ExitCodes.Success : interruption.Token.IsCancellationRequested ? interruption.ExitCode : ExitCodes.Failure;

    /// <summary>Prints the commands of the runs that are not finished, so that a shell, xargs or a job script can run them; the reasons go to standard error.</summary>
    public void Show(IReadOnlyList<QueuedRun> runs)
    {
        QueueLimits limits = QueueLimits.Of(settings.Jobs, runs.Count, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        IQueueDisplay display = QueueDisplays.Create(context with { ErrorIsTerminal = false }, output.Quiet);
        var decisions = new List<(QueuedRun Run, QueueDecision Decision, string Command)>();
        foreach (QueuedRun run in runs)
        {
            QueueDecision decision = QueueDecision.Before(run);
            display.Decided(run, decision);
            decisions.Add((run, decision, context.Program.ToShell(run.Command(limits.ThreadsPerJob))));
        }

        if (output.Json)
        {
            context.Out.Write(CliJson.Write(new QueueDocument([.. decisions.Select(each => QueueEntries.Of(each.Run, each.Decision, each.Command))])));
            return;
        }

        foreach ((_, _, string command) in decisions.Where(decision => decision.Decision.Action is not (QueueAction.Skip or QueueAction.Refuse)))
        {
            context.Out.WriteLine(command);
        }
    }

    /// <summary>Reports what became of the runs.</summary>
    public void Report(QueueResult result)
    {
        if (output.Json)
        {
            context.Out.Write(CliJson.Write(new QueueDocument(QueueEntries.Of(result))));
        }
        else if (!output.Quiet)
        {
            QueueTable.Write(context.Out, result);
        }
    }
}
