using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Cuda.Steps;

/// <summary>One replica as an engine of its own.</summary>
internal sealed class ReplicaEngine(ReplicaGroup group, int replica) : IEngine
{
    public EngineInfo Info => group.Device.Info;

    public IReadOnlyList<LayerPlan> Plan => group.Device.Plan.Layers;

    public void Load(ParameterSet parameters) => group.Load(replica, parameters);

    public void Save(ParameterSet parameters) => group.Save(replica, parameters);

    public void Measure(in Batch batch, Measurements into) => group.Measure(replica, batch, into);

    public void Step(in Batch batch, in SgdOptions sgd, Measurements into) => group.Step(replica, batch, sgd, into);

    public void Prefetch(in UpcomingSteps steps) => group.Prefetch(replica, steps);

    public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default)
    {
        // Before the replicas meet: one that left in the middle would keep the others waiting.
        cancellation.ThrowIfCancellationRequested();
        return group.Evaluate(replica, data);
    }

    public void Dispose() => group.Release(replica);
}
