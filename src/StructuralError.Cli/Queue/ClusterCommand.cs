using StructuralError.Cli.Common;
using StructuralError.Experiments.Clusters;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Queue;

/// <summary>Hands runs to a cluster, and tells how it stands with them.</summary>
internal sealed class ClusterCommand(CliContext context, bool quiet, bool json)
{
    private readonly Slurm _scheduler = new(context.Variable("PATH"));

    private ClusterSubmitter Cluster => new(context.Telling(quiet), context.Program, _scheduler);

    /// <summary>Prints the scripts of what would be submitted.</summary>
    public int Show(QueueRunner queue, IReadOnlyList<QueuedRun> runs, ClusterSettings settings, CancellationToken stop)
    {
        context.Print(Cluster.Plan(queue, runs, settings, stop).Blocks.SelectMany(block => block.Script.TrimEnd('\n').Split('\n')));
        return ExitCodes.Success;
    }

    public int Submit(QueueRunner queue, IReadOnlyList<QueuedRun> runs, ClusterSettings settings, bool waits, Interruption interruption)
    {
        using IDisposable patience = interruption.Patiently("no further job is submitted");
        SubmissionPlan plan = Cluster.Submit(queue, runs, settings, interruption.Token);
        int code = Report(plan, waits);
        return waits ? Follow(plan.Directory, interruption) : code;
    }

    public int Resume(ClusterDirectory directory, Func<ClusterSettings, ClusterSettings> change, bool waits, Interruption interruption)
    {
        using IDisposable patience = interruption.Patiently("no further job is submitted");
        int code = Cluster.Resume(directory, change, interruption.Token).Max(plan => Report(plan, waits));
        return waits ? Follow(directory, interruption) : code;
    }

    public int Status(ClusterDirectory directory, CancellationToken stop)
    {
        directory.RequireSubmission();
        Print(directory, SweepStatus.Of(directory, _scheduler, stop: stop));
        return ExitCodes.Success;
    }

    public int Cancel(ClusterDirectory directory, CancellationToken stop)
    {
        context.Print([ClusterListing.Cancelled(Cluster.Cancel(directory, stop))]);
        return ExitCodes.Success;
    }

    private int Follow(ClusterDirectory directory, Interruption interruption)
    {
        Notices notices = context.Telling(quiet).Notices;
        void Show(SweepStatus status, TimeSpan elapsed, int before) => notices.Say(ClusterListing.Progress(status, elapsed, before));
        SweepStatus end = new SweepFollower(directory, _scheduler, context.Time, Show).Follow(interruption.Token);
        Print(directory, end);
        bool isLeft = end.IsGoingOn && interruption.Token.IsCancellationRequested;
        context.Complain(isLeft ? ClusterListing.Left(directory) : quiet && !end.IsComplete ? ClusterListing.Incomplete(end) : []);
        return isLeft ? interruption.ExitCode : end.IsComplete ? ExitCodes.Success : ExitCodes.Failure;
    }

    private int Report(SubmissionPlan plan, bool isFollowed)
    {
        context.Print(json && !isFollowed, () => ClusterListing.ToJson(plan), () => quiet || json ? [] : ClusterListing.Submitted(plan));
        context.Complain(ClusterListing.Refused(plan.Status));
        return plan.Status.Count(SweepRunState.Refused) > 0 ? ExitCodes.Failure : ExitCodes.Success;
    }

    private void Print(ClusterDirectory directory, SweepStatus status) =>
        context.Print(json, () => ClusterListing.ToJson(directory, status), () => quiet ? [] : ClusterListing.Lines(status));
}
