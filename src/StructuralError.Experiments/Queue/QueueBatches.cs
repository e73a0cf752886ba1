using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Queue;

/// <summary>
/// Divides the runs of a queue by what they run on. Those of the processor make one batch; those of an accelerator a batch for each set that differs in the
/// seed alone, which is trained side by side in this process.
/// </summary>
internal sealed class QueueBatches(ExperimentServices services, QueueSettings settings)
{
    /// <summary>More than fill any device: each takes a thread and memory of its own.</summary>
    private const int MostReplicas = 64;

    private readonly HashSet<DeviceChoice> _said = [];
    private readonly IDeviceSelection _devices = services.Devices;

    /// <summary>Every run is in one batch; what a device is to do is decided for those that are needed.</summary>
    public IReadOnlyList<QueueBatch> Of(IReadOnlyList<QueuedRun> runs)
    {
        (QueuedRun Run, QueueDecision Decision)[] decided = [.. runs.Select(run => (run, QueueDecision.Before(run)))];
        (QueuedRun Run, DeviceChoice? Device)[] chosen = [.. decided.Select(pair => (pair.Run, pair.Decision.IsWork ? Choose(pair.Run) : null))];
        (QueuedRun Run, DeviceChoice? Device)[] accelerated = [.. chosen.Where(pair => pair.Device?.IsAccelerator == true)];

        // Replicas wait for one another, so one that another process holds is left for itself to the end.
        HashSet<QueuedRun> held = [.. decided.Where(pair => pair.Decision.Action == QueueAction.Wait).Select(pair => pair.Run)];
        IEnumerable<QueueBatch> together = accelerated.Where(pair => !held.Contains(pair.Run))
            .GroupBy(pair => (pair.Device!, Seedless(pair.Run)), pair => pair.Run)
            .SelectMany(group => Sets([.. group], group.Key.Item1).Select(set => Replicas(set, group.Key.Item1)));
        IEnumerable<QueueBatch> alone = accelerated.Where(pair => held.Contains(pair.Run)).Select(pair => Replicas([pair.Run], pair.Device!));
        return [.. Processor([.. chosen.Where(pair => pair.Device?.IsAccelerator != true)]), .. together, .. alone];
    }

    private DeviceChoice Choose(QueuedRun run)
    {
        DeviceRequest asked = run.Resolved.Spec.Device;
        DeviceChoice device = _devices.Choose(asked, run.Options.Force ? null : RunDevice.Of(RunInspection.Of(run.Directory)));
        if (_said.Add(device))
        {
            services.Notices.SayDevice(asked, device);
        }

        return device;
    }

    private IEnumerable<QueueBatch> Processor((QueuedRun Run, DeviceChoice? Device)[] runs)
    {
        if (runs.Length == 0)
        {
            yield break;
        }

        QueueLimits limits = QueueLimits.Of(settings.Jobs, [.. runs.Where(pair => pair.Device is not null).Select(pair => pair.Run)]);
        limits = Limits(limits.Jobs, limits.ThreadsPerJob);
        if (settings.Processes is { } processes)
        {
            yield return new QueueBatch([.. runs.Select(pair => OnProcessor(pair.Run))], processes, limits);
        }
        else
        {
            DeviceChoice Device(QueuedRun run) => runs.First(pair => ReferenceEquals(pair.Run, run)).Device ?? services.Engines.ProcessorChoice;
            yield return new QueueBatch([.. runs.Select(pair => pair.Run)], new InProcessRunStarter(services, settings, Device, null), limits);
        }
    }

    /// <summary>What <c>auto</c> came to is decided once: a process that is started later must not come to something else.</summary>
    private QueuedRun OnProcessor(QueuedRun run) => !run.Resolved.Spec.Device.IsAuto ? run : run with
    {
        Resolved = run.Resolved.With(run.Resolved.Spec with { Device = services.Engines.ProcessorChoice.Device }, "device", "--device"),
    };

    /// <summary>Runs that are trained side by side: as many at a time as may be and as the device's memory holds, one set after the other.</summary>
    private IEnumerable<QueuedRun[]> Sets(QueuedRun[] runs, DeviceChoice device)
    {
        int most = Math.Min(settings.Jobs ?? MostReplicas, MostReplicas);
        if (runs.Length > 1 && most > 1)
        {
            int together = Math.Min(most, runs.Length), held = Math.Min(together, Held(runs[0], device));
            if (held < together)
            {
                int groups = (runs.Length + held - 1) / held;
                services.Notices.Say(FormattableString.Invariant($"device         the memory of {device.Device} holds {held} of these {runs.Length} runs ")
                    + FormattableString.Invariant($"at a time: they are trained in {groups} groups, one after the other"));
                most = held;
            }
        }

        return runs.Chunk(most);
    }

    private int Held(QueuedRun run, DeviceChoice device)
    {
        RunSpec spec = run.Resolved.Spec;
        DatasetPair data = services.Datasets.Load(spec);
        return services.MostReplicas(run.Network, spec, Math.Min(spec.BatchSize, data.Train.Count), device.Device, data);
    }

    private QueueBatch Replicas(QueuedRun[] runs, DeviceChoice device) => new(
        runs,
        new InProcessRunStarter(services, settings, _ => device, new ReplicaEngines(services, device.Device, runs.Select(run => run.Resolved.Spec.Seed))),
        Limits(runs.Length, 1));

    private QueueLimits Limits(int jobs, int threads) => new(jobs, threads, settings.MaxFailures, settings.FailFast);

    /// <summary>What a run computes apart from its seed, and on which data.</summary>
    private static (string Hash, string Dataset, string? Directory) Seedless(QueuedRun run)
    {
        RunSpec spec = run.Resolved.Spec;
        return (RunIdentity.Of(spec with { Seed = 0 }, run.Network, spec.Dataset).SpecHash, spec.Dataset, spec.DataDirectory);
    }
}

/// <summary>Runs of a queue that are worked off together.</summary>
internal sealed record QueueBatch(IReadOnlyList<QueuedRun> Runs, IRunStarter Starter, QueueLimits Limits);
