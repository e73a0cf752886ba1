using StructuralError.Core.Common;

namespace StructuralError.Experiments.Clusters;

/// <summary>Watches a sweep that was handed to a cluster until nothing of it is waiting or running.</summary>
/// <param name="show">Is shown each look, with the time since the first and how many runs were finished then.</param>
public sealed class SweepFollower(ClusterDirectory directory, Slurm scheduler, TimeProvider time, Action<SweepStatus, TimeSpan, int> show)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastInterval = TimeSpan.FromSeconds(10);

    // Between two states of the scheduler a task may be seen in neither.
    private const int LooksAtTheEnd = 2;

    /// <returns>The last look; something is still going on where the wish to end came.</returns>
    /// <exception cref="UserErrorException">A file of a submission cannot be understood (exit 65).</exception>
    public SweepStatus Follow(CancellationToken stop)
    {
        HashSet<string> finished = new(StringComparer.Ordinal);
        long start = time.GetTimestamp();
        int idle = 0, before = -1;
        while (true)
        {
            // Not given the wish to end: the last look is what is returned.
            SweepStatus status = SweepStatus.Of(directory, scheduler, finished: finished, stop: CancellationToken.None);
            finished.UnionWith(status.Names(SweepRunState.Finished));
            before = before < 0 ? finished.Count : before;
            TimeSpan elapsed = time.GetElapsedTime(start);
            show(status, elapsed, before);
            idle = status.IsGoingOn ? 0 : idle + 1;
            TimeSpan wait = FirstInterval + (elapsed / 10);
            if (status.IsComplete || idle >= LooksAtTheEnd || stop.WaitHandle.WaitOne(wait < LastInterval ? wait : LastInterval))
            {
                return status;
            }
        }
    }
}
