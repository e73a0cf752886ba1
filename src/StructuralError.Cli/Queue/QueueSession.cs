using StructuralError.Queue;
using StructuralError.Running;

namespace StructuralError.Cli.Queue;

/// <summary>Shows or works off a list of runs, as the user's options say.</summary>
internal sealed class QueueSession(CliContext context, QueueSettings settings, RunResolver resolver)
{
    /// <summary>Sees the runs finished.</summary>
    /// <exception cref="UserErrorException">The data that a run needs are bad or cannot be read; nothing was started.</exception>
    public QueueResult Run(IReadOnlyList<QueuedRun> runs, CancellationToken stop)
    {
        QueuedRun[] needed = [.. runs.Where(run => QueueDecision.For(run).Action is QueueAction.Start or QueueAction.Continue)];
        resolver.Prepare(needed);
        QueueLimits limits = QueueLimits.Of(settings.Jobs, needed.Length, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) with
        {
            MaxFailures = settings.MaxFailures,
            FailFast = settings.FailFast,
        };
        var queue = new QueueWorker(context.Starter ?? new ChildRunStarter(context.Program), QueueDisplays.Create(context, settings.Quiet), limits, context.Time);
        return queue.RunAsync(runs, stop).GetAwaiter().GetResult();
    }

    /// <summary>Prints the commands of the runs that are not finished, so that a shell, xargs or a job script can run them; the reasons go to standard error.</summary>
    public void Show(IReadOnlyList<QueuedRun> runs)
    {
        QueueLimits limits = QueueLimits.Of(settings.Jobs, runs.Count, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var display = QueueDisplays.Create(context with { ErrorIsTerminal = false }, settings.Quiet);
        var decisions = new List<(QueuedRun Run, QueueDecision Decision, string Command)>();
        foreach (QueuedRun run in runs)
        {
            QueueDecision decision = QueueDecision.For(run);
            display.Decided(run, decision);
            decisions.Add((run, decision, context.Program.ToShell(run.Command(limits.ThreadsPerJob))));
        }

        if (settings.Json)
        {
            context.Out.Write(QueueDocument.Of(decisions));
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
        if (settings.Json)
        {
            context.Out.Write(QueueDocument.Of(result));
        }
        else if (!settings.Quiet)
        {
            QueueTable.Write(context.Out, result);
        }
    }
}
