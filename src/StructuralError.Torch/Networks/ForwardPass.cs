using StructuralError.Core.Networks.Layers;
using StructuralError.Torch.Loading;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StructuralError.Torch.Networks;

/// <summary>The network in libtorch's functions, one for each layer.</summary>
internal sealed class ForwardPass(TensorParameters parameters)
{
    private int _dropouts;

    /// <summary>Null outside training: dropout does nothing.</summary>
    public DropoutMasks? Masks { get; init; }

    /// <summary>Rows that each sample has: its copies share its mask.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>Sees input and output of every layer that owns parameters, and says what goes on in place of the output.</summary>
    public Func<ParameterLayer, Tensor, Tensor, Tensor>? Tap { get; init; }

    /// <param name="x">[n, …].</param>
    public Tensor Run(IEnumerable<Layer> layers, Tensor x) => layers.Aggregate(x, (values, layer) => Run(layer, values));

    private Tensor Run(Layer layer, Tensor x) => layer switch
    {
        ParameterLayer owner when Tap is { } tap => tap(owner, x, Run(owner, x)),
        ParameterLayer owner => Run(owner, x),
        ActivationLayer activation => Activation(activation.Kind, x),
        MaxPool2dLayer pool => functional.max_pool2d(x, pool.Kernel, pool.Stride),
        AvgPool2dLayer pool => functional.avg_pool2d(x, pool.Kernel, pool.Stride),
        GlobalAvgPool2dLayer => x.mean([2, 3], keepdim: true),
        FlattenLayer => x.flatten(1),
        DropoutLayer dropout => Dropout(dropout, x),
        ResidualLayer block => x + Run(block.Layers, x),
        _ => throw new TorchException($"the engine of libtorch has no function for {layer.Type}. Run with another --device."),
    };

    private Tensor Run(ParameterLayer layer, Tensor x)
    {
        (Tensor weight, Tensor? bias) = (parameters.Weight(layer), parameters.Bias(layer));
        return layer switch
        {
            LinearLayer => functional.linear(x, weight, bias),
            Conv2dLayer conv => functional.conv2d(x, weight, bias, [conv.Stride, conv.Stride], [conv.Padding, conv.Padding]),
            LayerNormLayer norm => functional.layer_norm(x, [.. HostTensors.Sizes(norm.Shape)], weight, bias, norm.Epsilon),
            _ => throw new TorchException($"the engine of libtorch has no function for {layer.Type}. Run with another --device."),
        };
    }

    private static Tensor Activation(ActivationKind kind, Tensor x) => kind switch
    {
        ActivationKind.Relu => x.relu(),
        ActivationKind.Tanh => x.tanh(),
        ActivationKind.Sigmoid => x.sigmoid(),
        ActivationKind.Gelu => functional.gelu(x),
        _ => throw new TorchException($"the engine of libtorch has no function for {kind}. Run with another --device."),
    };

    private Tensor Dropout(DropoutLayer layer, Tensor x)
    {
        int ordinal = _dropouts++;
        if (Masks is null)
        {
            return x;
        }

        // By choice, not by product: a value that is dropped is 0 also where it is infinite.
        Tensor kept = Masks.Kept(layer, ordinal).repeat_interleave(Copies, 0);
        return where(kept, x * (1 / (1 - layer.Probability)), zeros_like(x));
    }
}
