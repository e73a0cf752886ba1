using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>Shows or works off a list of runs, as the user's options say.</summary>
internal sealed class QueueSession(CliContext context, QueueSettings settings, RunResolver resolver)
{
    /// <summary>Whether runs of the processor are carried out in this process, one after the other.</summary>
    public bool RunsInProcess { get; init; }

    /// <summary>Sees the runs finished.</summary>
    /// <exception cref="UserErrorException">The data that a run needs are bad or cannot be read, or its device cannot be used; nothing was started.</exception>
    public QueueResult Run(IReadOnlyList<QueuedRun> runs, CancellationToken stop)
    {
        resolver.Prepare(runs.Where(run => QueueDecision.Before(run).Action is QueueAction.Start or QueueAction.Continue), RunsInProcess);
        var results = new Dictionary<QueuedRun, QueuedRunResult>(ReferenceEqualityComparer.Instance);
        foreach (QueueBatch batch in new QueueBatches(context, settings, resolver, RunsInProcess).Of(runs))
        {
            int failures = results.Values.Count(result => result.State == QueueState.Failed);
            var worker = new QueueWorker(batch.Starter, QueueDisplays.Create(context, settings.Quiet), batch.Limits.After(failures), context.Time);
            foreach (QueuedRunResult result in worker.RunAsync(batch.Runs, stop).GetAwaiter().GetResult().Runs)
            {
                results.Add(result.Run, result);
            }
        }

        return new QueueResult([.. runs.Select(run => results[run])]);
    }

    /// <summary>Prints the commands of the runs that are not finished, so that a shell, xargs or a job script can run them; the reasons go to standard error.</summary>
    public void Show(IReadOnlyList<QueuedRun> runs)
    {
        QueueLimits limits = QueueLimits.Of(settings.Jobs, runs.Count, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var display = QueueDisplays.Create(context with { ErrorIsTerminal = false }, settings.Quiet);
        var decisions = new List<(QueuedRun Run, QueueDecision Decision, string Command)>();
        foreach (QueuedRun run in runs)
        {
            QueueDecision decision = QueueDecision.Before(run);
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
