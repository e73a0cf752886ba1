using StructuralError.Core.Networks;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Measure;

/// <summary>A network to be measured as it is drawn.</summary>
/// <param name="Spec">How a training run of it would start: seed, initialisation, precision, batch or probe.</param>
/// <param name="K">Number of blocks; 0 for a model without that parameter.</param>
/// <param name="Width">Width of the linear blocks, or else channels of the convolutions; 0 for a model with neither.</param>
public sealed record InitialNetwork(RunSpec Spec, Network Network, int K, int Width)
{
    public static InitialNetwork Of(RunSpec spec, Network network) => new(
        spec, network, network.Values.GetValueOrDefault("k"),
        network.Values.TryGetValue("width", out int width) ? width : network.Values.GetValueOrDefault("channels"));
}
