using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Core.Engines;

/// <summary>
/// The memory a run will take, in bytes, told from the network before anything is allocated. Counts what grows with the model, the batch and the threads, as
/// the engine of the processor lays it out, and leaves out data, padding and the runtime: a lower bound that is close where it is large.
/// </summary>
/// <param name="Parameters">θ, its momentum and compensation in float64, and the engine's: those and a transposed copy in the run's precision.</param>
/// <param name="Batch">Inputs and output cotangents of each linear layer, for every sample of a batch; convolutions sum their gradients at once.</param>
/// <param name="Workers">One sample's activations, and the cotangents of all classes at the largest layer and the one before it, for every thread.</param>
public sealed record MemoryForecast(Int128 Parameters, Int128 Batch, Int128 Workers)
{
    private const int StoredStates = 3;
    private const int EngineStates = 4;

    /// <summary>What the machine, or the container this process runs in, has.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    public Int128 Total => Parameters + Batch + Workers;

    /// <param name="batch">Samples of the largest batch.</param>
    public static MemoryForecast Of(Network network, long batch, int threads, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(network);
        int value = precision == Precision.F64 ? sizeof(double) : sizeof(float);
        Int128 kept = 0, activations = network.Input.Count, largest = network.Input.Count;
        foreach (Layer layer in network.AllLayers)
        {
            activations += layer.Output.Count;
            largest = Int128.Max(largest, layer.Output.Count);
            kept += layer is ParameterLayer owner ? owner.KeptValues : 0;
        }

        return new MemoryForecast(
            (Int128)network.ParameterCount * ((StoredStates * sizeof(double)) + (EngineStates * value)),
            batch * kept * value,
            threads * (activations + (2 * network.Classes * largest)) * value);
    }

    /// <summary>The figure in units that people read: <c>1.3 GB</c>, powers of 1000.</summary>
    public static string Text(Int128 bytes)
    {
        string[] units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];
        double figure = (double)bytes;
        int unit = 0;
        for (; figure >= 1000 && unit < units.Length - 1; unit++)
        {
            figure /= 1000;
        }

        return FormattableString.Invariant($"{figure:0.#} {units[unit]}");
    }
}
