using StructuralError.Core.Engines;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Queue;

/// <summary>How much a queue does at once, and when it gives up.</summary>
/// <param name="Jobs">Runs at once, at least 1.</param>
/// <param name="ThreadsPerJob">Threads each computes with, at least 1.</param>
/// <param name="MaxFailures">After so many failures no further run is started; null for no limit.</param>
/// <param name="FailFast">At the first failure, runs that are going on are told to end, too.</param>
public sealed record QueueLimits(int Jobs, int ThreadsPerJob, int? MaxFailures = null, bool FailFast = false)
{
    /// <summary>A process with MNIST, a paper-sized network and its buffers stays below this.</summary>
    public const long BytesPerJob = 512L << 20;

    /// <summary>What this machine, or the container this process runs in, can do at once with these runs, the largest of which decides.</summary>
    /// <param name="jobs">What the user asked for, or null.</param>
    /// <param name="runs">Runs that may have to be started.</param>
    public static QueueLimits Of(int? jobs, IReadOnlyCollection<QueuedRun> runs) => Of(
        jobs, runs.Count, ComputeThreads.Available, MemoryForecast.Available, runs.Select(BytesOf).Append(BytesPerJob).Max());

    /// <summary>
    /// A job for each processor, since one thread a job computes most in all: starting and loading overlap, and no thread waits for another.
    /// Fewer where there are fewer runs or too little memory; then each job gets its share of the processors.
    /// </summary>
    /// <param name="jobs">What the user asked for, or null.</param>
    /// <param name="runs">Runs that may have to be started.</param>
    /// <param name="bytesPerJob">Memory that the largest of them takes.</param>
    public static QueueLimits Of(int? jobs, int runs, int processors, long memoryBytes, Int128 bytesPerJob)
    {
        int count = jobs ?? (int)Int128.Clamp(memoryBytes / bytesPerJob, 1, processors);
        int atOnce = Math.Max(1, Math.Min(count, runs));
        return new QueueLimits(atOnce, Math.Max(1, processors / atOnce));
    }

    private static Int128 BytesOf(QueuedRun run)
    {
        RunSpec spec = run.Resolved.Spec;
        return MemoryForecast.Of(run.Network, spec.BatchSize, threads: 1, spec.Precision, layers: spec.StructureEvery > 0).Total;
    }

    /// <summary>The same for a queue that goes on after another one had failures.</summary>
    public QueueLimits After(int failures) => this with { MaxFailures = MaxFailures is { } most ? Math.Max(0, most - failures) : null };
}
