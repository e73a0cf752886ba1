using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Torch.Loading;
using StructuralError.Torch.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StructuralError.Torch.Steps;

/// <summary>
/// Compares the gradients of the network's float32 convolutions with float64's. oneDNN 3.7.1, which libtorch 2.10 brings, gives wrong ones on some processors
/// where the output channels are no multiple of 16.
/// </summary>
internal static class ConvolutionTrial
{
    // Rounding of a sum of a few thousand products; what is wrong is off by its own size.
    private const double Limit = 1e-3;
    private const int Repetitions = 3;

    // No sum is as small; a gradient that is zero everywhere, because no window sees the input, has nothing to be relative to.
    private const double Smallest = 1e-300;

    /// <summary>A convolution that it was seen to get wrong.</summary>
    private static readonly Conv2dLayer Suspect = new(0, TensorShape.Image(8, 14, 14), TensorShape.Image(8, 14, 14), 3, 1, 1, HasBias: false);

    /// <summary>Before anything is computed: switches oneDNN off where it is wrong.</summary>
    /// <returns>What has to be said of that; null where nothing has.</returns>
    public static string? Prepare() => !(Deviation(Suspect, CPU, 32) <= Limit) && LibrarySwitch.OneDnn.TryTurnOff(LibTorch.Instance.Computing)
        ? "oneDNN's float32 convolution gives wrong gradients on this processor: libtorch computes without it"
        : null;

    /// <summary>For the convolutions of one network.</summary>
    /// <param name="samples">Of a chunk.</param>
    /// <returns>What is wrong and what to do; null where nothing is.</returns>
    public static string? Run(Network network, Device device, int samples)
    {
        foreach (Conv2dLayer conv in network.AllLayers.OfType<Conv2dLayer>().DistinctBy(conv => conv with { Index = 0 }))
        {
            // Without oneDNN each row is a product of its own: how many there are does not matter.
            foreach (int rows in (int[])(LibrarySwitch.OneDnn.IsOff ? [1] : [samples * network.Classes, samples]))
            {
                double deviation = Deviation(conv, device, rows);
                if (!(deviation <= Limit) && device.type == DeviceType.CPU && LibrarySwitch.OneDnn.TryTurnOff(LibTorch.Instance.Computing))
                {
                    deviation = Deviation(conv, device, rows);
                }

                if (!(deviation <= Limit))
                {
                    return FormattableString.Invariant(
                        $"libtorch's float32 convolution gives wrong gradients on this device ({conv.Name}: off by {deviation:g2} of the largest). ")
                        + "Take --precision f64, set ONEDNN_MAX_CPU_ISA=SSE41, or run with another --device.";
                }
            }
        }

        return null;
    }

    /// <summary>Of some repetitions, since oneDNN is not wrong every time. By Aggregate, because Max passes over what is not a number.</summary>
    private static double Deviation(Conv2dLayer conv, Device device, int rows) =>
        Enumerable.Range(0, LibrarySwitch.OneDnn.IsOff ? 1 : Repetitions).Select(seed => Deviation(conv, device, rows, seed)).Aggregate(Math.Max);

    /// <summary>Largest difference of any gradient, relative to its largest entry.</summary>
    private static double Deviation(Conv2dLayer conv, Device device, int rows, int seed)
    {
        using var scope = NewDisposeScope();
        using Generator generator = new((ulong)seed);
        Tensor x = randn([rows, .. HostTensors.Sizes(conv.Input)], float64, generator: generator).to(device);
        Tensor w = randn([.. conv.WeightShape.Select(size => (long)size)], float64, generator: generator).to(device);
        Tensor dy = randn([rows, .. HostTensors.Sizes(conv.Output)], float64, generator: generator).to(device);
        return Gradients(conv, x, w, dy, float64).Zip(Gradients(conv, x, w, dy, float32), (expected, actual) =>
            ((expected - actual.to(float64)).abs().max() / expected.abs().max().clamp_min(Smallest)).item<double>()).Aggregate(Math.Max);
    }

    private static IList<Tensor> Gradients(Conv2dLayer conv, Tensor x, Tensor w, Tensor dy, ScalarType type)
    {
        (Tensor input, Tensor weight) = (x.to(type, copy: true).requires_grad_(), w.to(type, copy: true).requires_grad_());
        Tensor y = functional.conv2d(input, weight, null, [conv.Stride, conv.Stride], [conv.Padding, conv.Padding]);
        return autograd.grad([y], [input, weight], [dy.to(type)]);
    }
}
