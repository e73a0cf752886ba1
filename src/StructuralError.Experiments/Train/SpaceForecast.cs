using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Tables;

namespace StructuralError.Experiments.Train;

/// <summary>About how many bytes a run will write, told from its spec. Rows are nearly all of a long run; its checkpoints are most of a short one.</summary>
/// <param name="Rows">All of its CSV files together.</param>
/// <param name="Checkpoints">The two that are kept, and the one that is being written.</param>
public sealed record SpaceForecast(Int128 Rows, Int128 Checkpoints)
{
    // With its comma, as a mean over the columns: a float64 of a measured run has 16 to 18 digits, counts have few.
    private const int CellBytes = 17;

    private const int KeptCheckpoints = 3;

    // Value, momentum and compensation, in float64.
    private const int ParameterBytes = 3 * sizeof(double);

    public Int128 Total => Rows + Checkpoints;

    /// <param name="steps">Steps that are still to be taken.</param>
    /// <param name="batch">Samples of a batch, at most as many as there are.</param>
    public static SpaceForecast Of(RunSpec spec, Network network, long steps, int batch)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(network);
        Int128 measured = Every(steps, spec.MeasureEvery), cells = measured * RunTables.Steps.Columns.Count;
        if (spec.PerSample)
        {
            cells += measured * (spec.Probe?.Count ?? batch) * RunTables.Samples(network.Classes).Columns.Count;
        }

        if (spec.StructureEvery > 0)
        {
            // The output bias is a part of its own.
            int parts = 1 + network.AllLayers.Count(layer => layer is ParameterLayer);
            cells += Every(steps, spec.StructureEvery) * ((parts * LayerColumns.All.Count) + IndependenceColumns.All.Count);
        }

        return new SpaceForecast(cells * CellBytes, (Int128)network.ParameterCount * ParameterBytes * KeptCheckpoints);
    }

    private static Int128 Every(long steps, int every) => ((Int128)steps + every - 1) / every;
}
