using System.Collections.Immutable;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Queue;

/// <summary>Carries out runs in this process, each on a thread of its own.</summary>
/// <param name="device">What a run computes on.</param>
/// <param name="replicas">The engines of runs that share a device; null where each makes its own.</param>
internal sealed class InProcessRunStarter(
    ExperimentServices services, QueueSettings settings, Func<QueuedRun, DeviceChoice> device, ReplicaEngines? replicas) : IRunStarter
{
    public IStartedRun Start(QueuedRun run, int threads, Action<RunProgress> report)
    {
        long seed = run.Resolved.Spec.Seed;
        try
        {
            ImmutableArray<string> command = ["train", .. run.Arguments];
            var options = new RunOptions(run.Directory, run.Replaces, run.Resume)
            {
                Referee = run.Referee,
                CommandLine = Path.GetDirectoryName(run.Directory) == RunPlan.ResultsDirectory ? command : [.. command, "--out", run.Directory],
            };
            RunOutput output = RunOutput.Open(run.LogPath, report);
            output.Out("$ " + settings.Program.ToShell(options.CommandLine));
            ExperimentServices own = services with
            {
                Devices = new ChosenDevice(device(run)),
                EngineFactory = replicas is null ? services.EngineFactory : (network, spec, capacity, _) => replicas.Take(network, spec, capacity),
                Notices = new Notices(output.Error, warning => output.Error($"warning: {warning}")),
                Progress = new QueueProgress(report, services.Time),
            };
            return new InProcessRun(own, replicas is null ? run.On(threads) : run, options, output, settings.Codes, () => replicas?.Release(seed));
        }
        catch
        {
            replicas?.Release(seed);
            throw;
        }
    }
}
