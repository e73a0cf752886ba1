using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Clusters;

namespace StructuralError.Reporting.Listings;

/// <summary>What is said of sweeps that a cluster works off.</summary>
internal static class ClusterListing
{
    private const int Schema = 1;

    // A state of which every run is listed; of the others the count has to do.
    private static readonly SweepRunState[] Listed = [SweepRunState.Running, SweepRunState.Failed, SweepRunState.Missing, SweepRunState.Refused];

    /// <summary>What was submitted, and how to look at it, to cancel it and to go on.</summary>
    public static IEnumerable<string> Submitted(SubmissionPlan plan)
    {
        string jobs = string.Join(", ", plan.Submission.Jobs.Select(job => $"{job.Id} ({Count(job.Count, "task")})"));
        yield return plan.Blocks.IsEmpty
            ? $"submitted    nothing: {Counts(plan.Status)}"
            : $"submitted    {Count(plan.Runs, "run")} in {Count(plan.Submission.Tasks.Length, "task")}, as job {jobs}";
        if (!plan.Blocks.IsEmpty && plan.Status.Runs.Count > plan.Runs)
        {
            yield return $"before       {Counts(plan.Status)}";
        }

        if (!plan.Status.IsComplete)
        {
            string directory = ShellWord.Quote(plan.Directory.Sweep);
            yield return $"look         sweep status {directory}";
            yield return $"cancel       sweep cancel {directory}";
            yield return $"go on        sweep resume {directory}";
        }
    }

    public static string Cancelled(IReadOnlyList<string> jobs) =>
        jobs.Count > 0 ? $"cancelled    job {string.Join(", ", jobs)}" : "nothing of this sweep is waiting or running.";

    /// <summary>Runs that cannot be submitted.</summary>
    public static IEnumerable<string> Refused(SweepStatus status) =>
        status.Runs.Where(run => run.State == SweepRunState.Refused).Select(run => $"{run.Directory}: {run.Detail}");

    /// <summary>That nobody looks at the sweep any longer.</summary>
    public static IEnumerable<string> Left(ClusterDirectory directory)
    {
        string quoted = ShellWord.Quote(directory.Sweep);
        return [$"interrupted; the jobs go on: 'sweep status {quoted}' shows them, 'sweep cancel {quoted}' cancels them."];
    }

    /// <summary>That nothing goes on, and not all is there.</summary>
    public static IEnumerable<string> Incomplete(SweepStatus status) => [$"not all runs are finished. {Counts(status)}"];

    /// <summary><c>60 runs: 50 finished, 4 running, 6 waiting</c>.</summary>
    public static string Counts(SweepStatus status)
    {
        IEnumerable<string> counts = Enum.GetValues<SweepRunState>().Where(state => status.Count(state) > 0)
            .Select(state => string.Create(CultureInfo.InvariantCulture, $"{status.Count(state)} {Word(state)}"));
        return $"{Count(status.Runs.Count, "run")}: {string.Join(", ", counts)}";
    }

    /// <summary>The counts, with the time that is left at the present pace.</summary>
    /// <param name="elapsed">Since the first look.</param>
    /// <param name="finishedBefore">Runs that were finished then.</param>
    public static string Progress(SweepStatus status, TimeSpan elapsed, int finishedBefore)
    {
        int finished = status.Count(SweepRunState.Finished) - finishedBefore, left = status.Count(SweepRunState.Running) + status.Count(SweepRunState.Waiting);
        return finished > 0 && left > 0 ? $"{Counts(status)}; about {Duration(elapsed * ((double)left / finished))} left" : Counts(status);
    }

    /// <summary>Every run that is neither finished nor waiting, and the counts.</summary>
    public static IEnumerable<string> Lines(SweepStatus status)
    {
        foreach (SweepRunStatus run in status.Runs.Where(run => Listed.Contains(run.State)))
        {
            string exit = run.ExitCode is { } code ? FormattableString.Invariant($" (exit {code})") : string.Empty;
            yield return $"{Word(run.State),-9} {run.Directory}: {run.Detail}{exit}".TrimEnd(' ', ':');
            foreach (string line in run.LastLines)
            {
                yield return "    " + line;
            }
        }

        if (status.Jobs.Count > 0)
        {
            yield return $"jobs      {string.Join(", ", status.Jobs)}";
        }

        if (status.QueueFault is { } fault)
        {
            yield return $"queue     {fault} So a task that has not said its end is taken for waiting.";
        }

        yield return Counts(status);
    }

    /// <summary>How it stands with the runs once these are submitted, as <see cref="ToJson(ClusterDirectory, SweepStatus)"/> says it.</summary>
    public static string ToJson(SubmissionPlan plan)
    {
        HashSet<string> submitted = [.. plan.Submission.Tasks.SelectMany(task => task).Select(run => plan.Sweep.Runs[run].Name)];
        IEnumerable<SweepRunStatus> runs = plan.Status.Runs.Select(run => submitted.Contains(run.Name)
            ? new SweepRunStatus(run.Directory, SweepRunState.Waiting, string.Empty, null, [])
            : run);
        return ToJson(plan.Directory, plan.Status with { Runs = [.. runs], Jobs = [.. plan.Status.Jobs, .. plan.Submission.Jobs.Select(job => job.Id)] });
    }

    /// <summary>The same as one document, with every run.</summary>
    public static string ToJson(ClusterDirectory directory, SweepStatus status) => ListingJson.Write(new SweepStatusDocument(
        Schema, Path.GetFullPath(directory.Sweep), status.Jobs, status.QueueFault,
        [.. status.Runs.Select(run => new SweepRunEntry(Path.GetFullPath(run.Directory), Word(run.State), run.Detail, run.ExitCode, run.LastLines))]));

    private static string Count(int count, string what) => FormattableString.Invariant($"{count} {what}{(count == 1 ? string.Empty : "s")}");

    private static string Word(SweepRunState state) => state.ToString().ToLowerInvariant();

    private static string Duration(TimeSpan time) => time.TotalHours >= 2 ? FormattableString.Invariant($"{time.TotalHours:F0} h")
        : time.TotalMinutes >= 2 ? FormattableString.Invariant($"{time.TotalMinutes:F0} min")
        : FormattableString.Invariant($"{Math.Max(1, time.TotalSeconds):F0} s");
}

/// <summary>How it stands with a sweep that was handed to a cluster, as <c>sweep status --json</c> prints it.</summary>
/// <param name="Directory">The full path of the directory that holds the run directories.</param>
/// <param name="Jobs">Jobs with tasks that are waiting or running.</param>
/// <param name="QueueFault">Why the scheduler could not be asked; null where it was.</param>
internal sealed record SweepStatusDocument(
    int Schema, string Directory, IReadOnlyList<string> Jobs, string? QueueFault, IReadOnlyList<SweepRunEntry> Runs);

/// <param name="RunDirectory">Its full path.</param>
/// <param name="State">finished, running, waiting, failed, missing or refused.</param>
/// <param name="Reason">Why, in words; empty where there is nothing to say.</param>
/// <param name="ExitCode">What it ended with, where that is known.</param>
/// <param name="LastLines">What it said at last, where it failed.</param>
internal sealed record SweepRunEntry(string RunDirectory, string State, string Reason, int? ExitCode, IReadOnlyList<string> LastLines);
