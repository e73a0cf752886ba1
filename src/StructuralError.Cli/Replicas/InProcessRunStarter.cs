using StructuralError.Cli.Queue;
using StructuralError.Cli.Training;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Replicas;

/// <summary>Carries out runs in this process, each on a thread of its own.</summary>
/// <param name="device">What a run computes on.</param>
/// <param name="replicas">The engines of runs that share a CUDA device; null where each makes its own.</param>
internal sealed class InProcessRunStarter(CliContext context, RunResolver resolver, Func<QueuedRun, DeviceChoice> device, ReplicaEngines? replicas) : IRunStarter
{
    private readonly CliContext _context = context with { Services = new SharedServices(context.Services, resolver.Data, replicas) };

    public IStartedRun Start(QueuedRun run, int threads, Action<RunProgress> report)
    {
        TrainOptions options = resolver.Options(run);
        try
        {
            RunOutput output = RunOutput.Open(run.LogPath, report);
            output.Out("$ " + context.Program.ToShell(options.Arguments));
            return new InProcessRun(_context with { Devices = new ChosenDevice(device(run)) }, run, options, output, () => replicas?.Release(run.Resolved.Spec.Seed));
        }
        catch
        {
            replicas?.Release(run.Resolved.Spec.Seed);
            throw;
        }
    }
}
