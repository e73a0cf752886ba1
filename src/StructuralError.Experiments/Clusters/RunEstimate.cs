using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Clusters;

/// <summary>How long runs take on this machine: measured steps, times the steps of a run.</summary>
internal sealed class RunEstimate(ExperimentServices services, CancellationToken stop)
{
    /// <summary>Networks that are timed: enough to see how far a grid's ends are apart, and few enough to be quick.</summary>
    private const int MostTimed = 8;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.2);

    // What a run of a chunk takes beside its steps: its files, its figures, the evaluation on the test set.
    private static readonly TimeSpan PerRun = TimeSpan.FromSeconds(0.5);

    /// <summary>The mean over the runs, of which some that differ in more than the seed are timed.</summary>
    /// <exception cref="OperationCanceledException">The wish to end came.</exception>
    public TimeSpan Mean(IReadOnlyList<QueuedRun> runs, int threads)
    {
        QueuedRun[] kinds = [.. runs.DistinctBy(run => RunIdentity.Of(run.Resolved.Spec with { Seed = 0 }, run.Network, run.Resolved.Spec.Dataset).SpecHash)];
        int timed = Math.Min(kinds.Length, MostTimed);
        double seconds = Enumerable.Range(0, timed).Average(i => Time(kinds[(int)((long)i * kinds.Length / timed)], threads).TotalSeconds);
        return PerRun + TimeSpan.FromSeconds(seconds);
    }

    private TimeSpan Time(QueuedRun run, int threads)
    {
        RunSpec spec = run.Resolved.Spec with { Threads = threads };
        DatasetPair data = services.Datasets.Load(spec, stop);
        long total = TrainingPlan.Steps(data.Train.Count, spec.BatchSize, spec.Epochs, spec.Steps);
        int capacity = Math.Min(spec.BatchSize, data.Train.Count);
        (ParameterSet parameters, ISampler order) = services.Draw(run.Network, spec, data.Train.Count);
        using IEngine engine = services.CreateEngine(run.Network, spec, capacity, services.Devices.Choose(spec.Device).Device, stop);
        engine.Load(parameters);
        var sgd = new SgdOptions(spec.LearningRate, spec.Momentum, spec.WeightDecay);
        var steps = new UpcomingSteps(data.Train, order.NextEpoch(), spec.BatchSize, 0, sgd);
        engine.Prefetch(steps);
        var rows = new Measurements(capacity, run.Network.Classes, MeasurementLevel.Structure);
        long most = Math.Min(total, TrainingPlan.Steps(data.Train.Count, spec.BatchSize, 1, null));

        // The first step makes what the others reuse.
        engine.Step(steps[0], sgd, rows);
        long start = services.Time.GetTimestamp();
        int taken = 1;
        while (taken < most && services.Time.GetElapsedTime(start) < Duration)
        {
            stop.ThrowIfCancellationRequested();
            engine.Step(steps[taken++], sgd, rows);
        }

        return taken > 1 ? services.Time.GetElapsedTime(start) * ((double)total / (taken - 1)) : TimeSpan.Zero;
    }
}
