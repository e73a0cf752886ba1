using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Torch.Steps;

/// <summary>How many samples go through the network at once: decided by the network alone, so that a step's bits do not depend on anything else.</summary>
internal static class ChunkSize
{
    // Larger blocks are returned to the system at once, and faulted in again at the next step.
    private const long ProcessorBytes = 16 << 20;
    private const long AcceleratorBytes = 512 << 20;

    public static int Of(Network network, Precision precision, bool isAccelerator)
    {
        long largest = network.AllLayers.Max(layer => Math.Max(layer.Output.Count, layer is Conv2dLayer conv ? conv.WeightCount : 0));
        long sample = network.Classes * largest * (precision == Precision.F64 ? sizeof(double) : sizeof(float));
        return (int)Math.Clamp((isAccelerator ? AcceleratorBytes : ProcessorBytes) / sample, 1, int.MaxValue);
    }
}
