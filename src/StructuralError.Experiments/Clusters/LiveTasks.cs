using StructuralError.Core.Common;

namespace StructuralError.Experiments.Clusters;

/// <summary>The tasks of a sweep's submissions that are waiting or running, as far as the scheduler tells.</summary>
internal sealed class LiveTasks
{
    private readonly ClusterDirectory _directory;
    private readonly Dictionary<(string Submission, int Task), string> _states = [];

    private LiveTasks(ClusterDirectory directory) => _directory = directory;

    /// <summary>Why the scheduler could not be asked; null where it was.</summary>
    public string? Fault { get; private set; }

    /// <summary>Jobs that have such tasks.</summary>
    public IReadOnlyList<string> Jobs { get; private set; } = [];

    public static LiveTasks Of(ClusterDirectory directory, IReadOnlyList<(string Path, Submission Submission)> submissions, Slurm scheduler)
    {
        var live = new LiveTasks(directory);
        try
        {
            var jobs = new List<string>();
            foreach (((string job, int index), string state) in submissions.Count > 0 ? scheduler.Queue() : [])
            {
                foreach ((string path, Submission submission) in submissions)
                {
                    if (submission.Task(job, index) is { } task)
                    {
                        live._states[(path, task)] = $"task {job}_{index}: {state}";
                        jobs.Add(job);
                    }
                }
            }

            live.Jobs = [.. jobs.Distinct()];
        }
        catch (UserErrorException exception)
        {
            live.Fault = exception.Message;
            live.Jobs = [.. submissions.SelectMany(each => each.Submission.Jobs).Select(job => job.Id)];
        }

        return live;
    }

    /// <summary>How it stands with a task; null where it is gone.</summary>
    public string? State(string submission, int task) => task < 0 ? null
        : Fault is null ? _states.GetValueOrDefault((submission, task))
        : TaskRecord.Find(_directory.Task(submission, task)) is { End: not null } ? null
        : "its task has not said its end";
}
