using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Core.Engines;

/// <summary>
/// The memory a run will take, in bytes, told from the network before anything is allocated. Counts what grows with the model, the batch and the threads, as
/// the engine of the processor lays it out (<c>MemoryForecastTests</c> hold them side by side), and leaves out data, padding and the runtime.
/// </summary>
/// <param name="Parameters">
/// θ, its momentum and compensation in float64; in the run's precision these again, a copy of the weights, and the groups' gradients where samples have one
/// each.
/// </param>
/// <param name="Batch">
/// For every sample of a batch the inputs, outputs and output cotangents of each linear layer, and what is measured; convolutions sum their gradients at once.
/// </param>
/// <param name="Workers">For every thread, what its samples on their way take, and what the update looks through.</param>
public sealed record MemoryForecast(Int128 Parameters, Int128 Batch, Int128 Workers)
{
    private const int States = 3;

    // Loss, whether the class is right, E_f, ‖∇loss‖², their logarithms where they are small, the floor.
    private const int MeasuredValues = 7;

    // Per sample, an update looks through 32 inputs, with a bit for each of them and 16 bits more.
    private const int ScannedInputs = 32;
    private const int ScannedBytes = (ScannedInputs / 8) + sizeof(ushort);

    /// <summary>What the machine, or the container this process runs in, has.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    public Int128 Total => Parameters + Batch + Workers;

    /// <param name="batch">Samples of the largest batch.</param>
    /// <param name="layers">Whether the part of each layer in A is measured: otherwise nothing is written there, and the system gives no memory for it.</param>
    public static MemoryForecast Of(Network network, long batch, int threads, Precision precision, bool layers)
    {
        int value = precision == Precision.F64 ? sizeof(double) : sizeof(float);
        Int128 parameters = 0, kept = 0, matrix = (Int128)network.Classes * network.Classes;
        foreach (ParameterLayer layer in network.ParameterLayers)
        {
            parameters += (Int128)layer.ParameterCount * ((States * sizeof(double)) + (EngineStates(layer) * value));
            kept += layer is LinearLayer linear ? linear.Input.Count + (2 * (Int128)linear.Output.Count) : 0;
        }

        Int128 measured = MeasuredValues + (2 * network.Classes) + (matrix * (layers ? 1 + network.ParameterLayers.Length : 1));
        Int128 sample = SampleForecast.Bytes(network, value) + (2 * matrix * sizeof(double));
        int together = BatchDivision.Together(SharedBytes(network, value), sample, batch);
        return new MemoryForecast(
            parameters,
            batch * ((kept * value) + (measured * sizeof(double))),
            threads * ((together * sample) + (batch * ((ScannedInputs * value) + ScannedBytes))));
    }

    /// <summary>
    /// θ, momentum, compensation; a linear layer behind others has its weights transposed for the way back; other layers' samples have gradients.
    /// </summary>
    private static int EngineStates(ParameterLayer layer) => layer switch
    {
        LinearLayer { Index: 0 } => States,
        LinearLayer => States + 1,
        Conv2dLayer => States + 1 + BatchDivision.MostGroups,
        _ => States + BatchDivision.MostGroups,
    };

    /// <summary>Weights of the largest linear layer. Not of the one that reads the input: it takes many samples at once in any case.</summary>
    private static Int128 SharedBytes(Network network, int value)
    {
        Layer first = network.Layers.First(layer => layer is not FlattenLayer);
        Int128 most = 0;
        foreach (LinearLayer linear in network.ParameterLayers.OfType<LinearLayer>().Where(linear => !ReferenceEquals(linear, first)))
        {
            most = Int128.Max(most, (Int128)linear.Input.Count * linear.Output.Count * value);
        }

        return most;
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
