using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using static TorchSharp.torch;

namespace StructuralError.Torch.Networks;

/// <summary>Between arrays of this process and tensors of a device.</summary>
internal static class HostTensors
{
    /// <summary>Samples as the network takes them, [n, …].</summary>
    public static Tensor Inputs(Dataset data, ReadOnlySpan<int> indices, TensorShape shape, ScalarType type, Device device)
    {
        float[] pixels = new float[indices.Length * shape.Count];
        for (int n = 0; n < indices.Length; n++)
        {
            data.CopySample(indices[n], pixels.AsSpan(n * shape.Count, shape.Count));
        }

        // A copy: a tensor on an array of .NET begins where that does, and the last bits of a product depend on that.
        return tensor(pixels).view([indices.Length, .. Sizes(shape)]).to(type, device, copy: true);
    }

    /// <summary>The shape of one sample: [features], or [channels, rows, columns].</summary>
    public static ImmutableArray<long> Sizes(TensorShape shape) => shape.IsVector ? [shape.Channels] : [shape.Channels, shape.Height, shape.Width];

    /// <summary>All values as float64, row-major.</summary>
    public static void CopyTo(Tensor tensor, Span<double> destination)
    {
        using Tensor host = tensor.to(ScalarType.Float64, CPU).contiguous();
        host.data<double>().CopyTo(destination);
    }

    public static double[] ToArray(Tensor tensor)
    {
        double[] values = new double[tensor.numel()];
        CopyTo(tensor, values);
        return values;
    }
}
