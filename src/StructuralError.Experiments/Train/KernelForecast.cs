using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Train;

/// <summary>What one measurement of the kernel between samples takes.</summary>
/// <param name="Order">Rows of K: samples of the probe times classes.</param>
/// <param name="Bytes">Matrices of that order, and the factors of the largest layer.</param>
/// <param name="MultiplyAdds">For K's parts and the eigenvalues of K and of the Gauss–Newton matrix.</param>
public sealed record KernelForecast(Int128 Order, Int128 Bytes, Int128 MultiplyAdds)
{
    // K, K_0, the Gauss–Newton matrix, a layer's part, the sums it is made of, and the solver's copy.
    private const int Matrices = 6;

    public static KernelForecast Of(Network network, RunSpec spec)
    {
        Int128 samples = spec.KernelProbe.Count, order = samples * network.Classes, columns = 0, largest = 0;
        foreach (ParameterLayer layer in network.ParameterLayers)
        {
            Int128 own = layer is LinearLayer ? layer.Output.Count : layer.WeightCount + layer.BiasCount;
            columns += own;
            largest = Int128.Max(largest, (order * own) + (layer is LinearLayer ? samples * layer.Input.Count : 0));
        }

        int value = spec.Precision == Precision.F64 ? sizeof(double) : sizeof(float);
        return new KernelForecast(
            order, (Matrices * sizeof(double) * order * order) + (largest * value), (order * order * columns / 2) + (4 * order * order * order / 3));
    }

    /// <summary>For people: <c>640 × 640, 24.3 MB, 400 million multiply-adds each time</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Order} × {Order}, {MemoryForecast.Text(Bytes)}, about {(double)MultiplyAdds / 1e6:0} million multiply-adds each time");
}
