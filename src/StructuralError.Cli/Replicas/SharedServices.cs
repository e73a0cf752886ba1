using StructuralError.Cli.Queue;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Runs.Specs;

namespace StructuralError.Cli.Replicas;

/// <summary>The services of runs in one process: the data are loaded once, and engines on a CUDA device are replicas of one another.</summary>
/// <param name="replicas">Null where each run makes its own engine.</param>
internal sealed class SharedServices(ITrainingServices services, DatasetCache data, ReplicaEngines? replicas) : ForwardingServices(services)
{
    public override DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation) => data.Load(spec);

    public override IEngine CreateEngine(Network network, RunSpec spec, int batchCapacity, DeviceRequest device) =>
        replicas?.Take(network, spec, batchCapacity) ?? base.CreateEngine(network, spec, batchCapacity, device);
}
