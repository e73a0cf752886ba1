using StructuralError.Engines;
using StructuralError.Networks;
using StructuralError.Structure;

namespace StructuralError.Training;

/// <summary>Steps that are measured layer by layer too. Where none are asked for, nothing is made or done.</summary>
public sealed partial class TrainingLoop
{
    private readonly Measurements? _layered = plan.Structure is null ? null : Layered(plan.BatchCapacity, plan.Structure.Network);
    private readonly Measurements[] _layeredProbeChunks = plan is { Probe: { } probe, Structure: { } structure } ? Chunks(plan, probe, count => Layered(count, structure.Network)) : [];
    private readonly LayerAggregator? _layers = plan.Structure is null ? null : new LayerAggregator(plan.Structure.Network);
    private readonly IndependenceAggregator? _independence = plan.Structure is null ? null : new IndependenceAggregator(classes, plan.Structure.Network.ParameterCount);

    private static Measurements Layered(int capacity, Network network) => new(capacity, network.Classes, MeasurementLevel.Layers, network.ParameterLayers.Length);

    private bool IsLayered(long step) => plan.Structure is { } structure && (step % structure.Every == 0 || step == plan.TotalSteps - 1);

    private void BeginLayers()
    {
        _layers?.Begin();
        _independence?.Begin();
    }

    private void AddLayers(Measurements measurements)
    {
        _layers!.Add(measurements);
        _independence!.Add(measurements);
    }

    private void WriteLayers()
    {
        ReadOnlySpan<LayerRow> layers = _layers!.Finish(_step);
        IndependenceRow independence = _independence!.Finish(_step);
        foreach (IStepSink sink in _sinks)
        {
            sink.Structure(layers, independence);
        }
    }
}
