using System.Collections.Immutable;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using static TorchSharp.torch;
using Device = TorchSharp.torch.Device;

namespace StructuralError.Torch.Networks;

/// <summary>θ and its momentum as tensors, in module order, weight before bias.</summary>
internal sealed class TensorParameters : IDisposable
{
    private readonly Network _network;

    // Where each layer's weight stands; its bias, if any, is the next.
    private readonly ImmutableArray<int> _places;

    public TensorParameters(Network network, ScalarType type, Device device)
    {
        _network = network;
        ImmutableArray<Parameter> shapes = new ParameterSet(network).Parameters;
        Values = [.. shapes.Select(parameter => Zeros(parameter, type, device).requires_grad_())];
        Momentum = [.. shapes.Select(parameter => Zeros(parameter, type, device))];
        _places = [.. network.ParameterLayers.Select(layer => network.ParameterLayers.Take(layer.Index).Sum(earlier => earlier.HasBias ? 2 : 1))];
    }

    /// <summary>θ; each is a leaf that gradients can be asked for.</summary>
    public ImmutableArray<Tensor> Values { get; }

    /// <summary>v, in the same order.</summary>
    public ImmutableArray<Tensor> Momentum { get; }

    public Tensor Weight(ParameterLayer layer) => Values[Place(layer)];

    public Tensor? Bias(ParameterLayer layer) => layer.HasBias ? Values[Place(layer) + 1] : null;

    /// <summary>Where the layer's weight stands in <see cref="Values"/>.</summary>
    public int Place(ParameterLayer layer) => _places[layer.Index];

    public void Load(ParameterSet parameters)
    {
        EngineArguments.Check(parameters, _network);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach ((Parameter parameter, int i) in parameters.Parameters.Select((parameter, i) => (parameter, i)))
        {
            Values[i].copy_(tensor(parameter.Values).view(Values[i].shape));
            Momentum[i].copy_(tensor(parameter.Momentum).view(Values[i].shape));
        }
    }

    /// <summary>libtorch's SGD keeps no compensation: none comes back.</summary>
    public void Save(ParameterSet parameters)
    {
        EngineArguments.Check(parameters, _network);
        using var scope = NewDisposeScope();
        foreach ((Parameter parameter, int i) in parameters.Parameters.Select((parameter, i) => (parameter, i)))
        {
            HostTensors.CopyTo(Values[i].detach(), parameter.Values);
            HostTensors.CopyTo(Momentum[i], parameter.Momentum);
            Array.Clear(parameter.Compensation);
        }
    }

    /// <summary>v ← μ v + g + wd·θ, θ ← θ − lr·v, as <c>torch.optim.SGD</c>: no compensated sum.</summary>
    /// <param name="gradients">g, the mean over the batch, in the order of <see cref="Values"/>.</param>
    public void Update(IReadOnlyList<Tensor> gradients, in SgdOptions sgd)
    {
        using var _ = no_grad();
        for (int i = 0; i < Values.Length; i++)
        {
            Momentum[i].mul_(sgd.Momentum).add_(gradients[i].to(Values[i].dtype).view(Values[i].shape)).add_(Values[i], alpha: sgd.WeightDecay);
            Values[i].add_(Momentum[i], alpha: -sgd.LearningRate);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Values.Concat(Momentum))
        {
            tensor.Dispose();
        }
    }

    private static Tensor Zeros(Parameter parameter, ScalarType type, Device device) =>
        zeros([.. parameter.Shape.Select(size => (long)size)], type, device).DetachFromDisposeScope();
}
