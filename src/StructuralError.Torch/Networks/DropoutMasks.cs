using StructuralError.Core.Networks.Layers;
using StructuralError.Core.RandomNumbers;
using static TorchSharp.torch;

namespace StructuralError.Torch.Networks;

/// <summary>
/// Which values of a dropout layer are kept, for some samples of a batch: a function of seed, layer, step, place in the batch and feature, in the order
/// channel, row, column.
/// </summary>
/// <param name="first">Place of the first sample in the batch.</param>
internal sealed class DropoutMasks(long seed, long step, int first, int count, Device device)
{
    /// <param name="ordinal">Which dropout layer of the network this is, depth first.</param>
    /// <returns>True where a value is kept, [n, …].</returns>
    public Tensor Kept(DropoutLayer layer, int ordinal)
    {
        int features = layer.Shape.Count;
        bool[] kept = new bool[count * features];
        for (int n = 0; n < count; n++)
        {
            unchecked
            {
                ulong key = CounterRandom.Key((ulong)seed, (ulong)ordinal, (ulong)step, (ulong)(first + n));
                for (int f = 0; f < features; f++)
                {
                    kept[(n * features) + f] = CounterRandom.Uniform(key, (ulong)f) >= layer.Probability;
                }
            }
        }

        return tensor(kept).view([count, .. HostTensors.Sizes(layer.Shape)]).to(device);
    }
}
