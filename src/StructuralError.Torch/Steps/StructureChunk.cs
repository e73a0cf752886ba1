using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Torch.Networks;
using static TorchSharp.torch;

namespace StructuralError.Torch.Steps;

/// <summary>
/// Some samples through the network and back. Behind the first layer that owns parameters each sample stands C times, and one call of autograd carries the unit
/// cotangents of all classes to the outputs of all such layers.
/// </summary>
internal sealed class StructureChunk
{
    private readonly Network _network;
    private readonly ForwardPass _pass;
    private readonly List<(ParameterLayer Layer, Tensor Input, Tensor Output)> _taps = [];
    private readonly int _samples;
    private readonly Tensor _logits;

    /// <param name="x">Inputs, [n, …].</param>
    /// <param name="masks">Null outside training.</param>
    public StructureChunk(Network network, TensorParameters parameters, Tensor x, DropoutMasks? masks)
    {
        _network = network;
        _samples = (int)x.shape[0];
        _pass = new ForwardPass(parameters) { Masks = masks, Tap = Tap };

        // Up to its first parameters the network need not be computed for every copy.
        int first = network.Layers.TakeWhile(layer => layer is not (ParameterLayer or ResidualLayer)).Count();
        bool isPlain = network.Layers[first] is ParameterLayer;
        if (!isPlain)
        {
            x = Repeat(x);
        }

        _logits = _pass.Run(network.Layers, x);
    }

    /// <summary>f, [n, C].</summary>
    public Tensor Logits => Firsts(_logits);

    /// <summary>∂f/∂y at the output y of each layer that owns parameters, and the layer's input: [n, C, …] and [n, …].</summary>
    public IEnumerable<(ParameterLayer Layer, Tensor Input, Tensor Cotangents)> Cotangents()
    {
        Tensor unit = eye(_network.Classes, dtype: _logits.dtype, device: _logits.device).repeat(_samples, 1);
        IList<Tensor> cotangents = autograd.grad([_logits], [.. _taps.Select(tap => tap.Output)], [unit]);
        return _taps.Zip(cotangents, (tap, cotangent) =>
            (tap.Layer, Firsts(tap.Input.detach()), cotangent.view([_samples, _network.Classes, .. cotangent.shape[1..]])));
    }

    private Tensor Tap(ParameterLayer layer, Tensor input, Tensor output)
    {
        if (_pass.Copies == 1 && layer.Index == 0)
        {
            output = Repeat(output.detach());
        }

        // θ needs no gradient of its own here: the first output is where the graph begins.
        Tensor tapped = layer.Index == 0 ? output.detach().requires_grad_() : output;
        _taps.Add((layer, input, tapped));
        return tapped;
    }

    private Tensor Repeat(Tensor values)
    {
        _pass.Copies = _network.Classes;
        return values.repeat_interleave(_network.Classes, 0);
    }

    /// <summary>The first copy of each sample; what has no copies stays as it is.</summary>
    private Tensor Firsts(Tensor values) => values.shape[0] == _samples ? values : values.view([_samples, -1, .. values.shape[1..]]).select(1, 0);
}
