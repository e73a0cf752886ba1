using StructuralError.Core.Engines;
using StructuralError.Core.Structure;

namespace StructuralError.Core.Training;

/// <summary>
/// Steps that are measured layer by layer too: before the step, by a measurement of its own, so that nothing else of the run depends on them. Where none are
/// asked for, nothing is made or done.
/// </summary>
public sealed partial class TrainingLoop
{
    private readonly Measurements? _layered = plan.Structure is { Network: { } network }
        ? new(plan.BatchCapacity, classes, MeasurementLevel.Layers, network.ParameterLayers.Length) : null;
    private readonly LayerAggregator? _layers = plan.Structure is null ? null : new(plan.Structure.Network);
    private readonly IndependenceAggregator? _independence = plan.Structure is null ? null : new(classes, plan.Structure.Network.ParameterCount);

    private bool IsLayered(long step) => plan.Structure is { } structure && (step % structure.Every == 0 || step == plan.TotalSteps - 1);

    private void MeasureLayers(in Batch batch)
    {
        _layers!.Begin();
        _independence!.Begin();
        if (plan.Probe is null)
        {
            AddLayers(batch);
            return;
        }

        for (int chunk = 0; chunk < _probeChunks.Length; chunk++)
        {
            AddLayers(ProbeBatch(plan.Probe, chunk));
        }
    }

    private void AddLayers(in Batch batch)
    {
        engine.Measure(batch, _layered!);
        _layers!.Add(_layered!);
        _independence!.Add(_layered!);
    }

    /// <summary>Only once the step is known to have a finite loss.</summary>
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
