using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Structure;
using StructuralError.Core.Training;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Tables;

namespace StructuralError.Experiments.Train;

/// <summary>About how many bytes a run will write, told from its spec. Rows are nearly all of a long run; its checkpoints are most of a short one.</summary>
/// <param name="Rows">All of its CSV files together.</param>
/// <param name="Checkpoints">The two that are kept, and the one that is being written.</param>
public sealed record SpaceForecast(Int128 Rows, Int128 Checkpoints)
{
    // With its comma, as a mean over the columns: most values have 16 to 18 digits, counts have few.
    private const int CellBytes = 16;

    private const int KeptCheckpoints = 3;

    // Value, momentum and compensation.
    private const int States = 3;

    public Int128 Total => Rows + Checkpoints;

    /// <summary>Of a run from its first step on.</summary>
    /// <inheritdoc cref="Of(RunSpec, Network, long, int)" path="/param"/>
    public static SpaceForecast Of(RunSpec spec, Network network, int samples) =>
        Of(spec, network, TrainingPlan.Steps(samples, spec.BatchSize, spec.Epochs, spec.Steps), samples);

    /// <param name="steps">Steps that are still to be taken.</param>
    /// <param name="samples">Samples to train on.</param>
    public static SpaceForecast Of(RunSpec spec, Network network, long steps, int samples)
    {
        Int128 measured = Every(steps, spec.MeasureEvery), cells = measured * RunTables.Steps.Columns.Count;
        if (spec.PerSample)
        {
            // The last batch of an epoch may be smaller.
            Int128 rows = spec.Probe is { } probe ? measured * probe.Count : measured * samples / TrainingPlan.Steps(samples, spec.BatchSize, 1, null);
            cells += rows * RunTables.Samples(network.Classes).Columns.Count;
        }

        if (spec.StructureEvery > 0)
        {
            // The output bias is a part of its own.
            int parts = 1 + network.AllLayers.Count(layer => layer is ParameterLayer);
            cells += Every(steps, spec.StructureEvery) * ((parts * LayerColumns.All.Count) + IndependenceColumns.All.Count);
        }

        cells += spec.KernelEvery > 0 ? Every(steps, spec.KernelEvery) * KernelColumns.All.Count : 0;
        int value = spec.Precision == Precision.F64 ? sizeof(double) : sizeof(float);
        return new SpaceForecast(cells * CellBytes, (Int128)network.ParameterCount * States * value * KeptCheckpoints);
    }

    private static Int128 Every(long steps, int every) => ((Int128)steps + every - 1) / every;
}
