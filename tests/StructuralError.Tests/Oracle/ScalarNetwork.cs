using System.Collections.Immutable;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>Forward and backward of one sample, with all parameters in one vector θ: layer by layer, weight before bias, row-major.</summary>
public sealed class ScalarNetwork
{
    private readonly Precision _precision;
    private readonly ScalarSequence _nodes;
    private readonly Dictionary<int, (int Start, int Count)> _blocks = [];
    private int _dropouts;

    public ScalarNetwork(Network network, Precision precision)
    {
        _precision = precision;
        int count = 0;
        foreach (ParameterLayer layer in network.ParameterLayers)
        {
            int size = layer.WeightCount + (layer.HasBias ? layer.BiasCount : 0);
            _blocks.Add(layer.Index, (count, size));
            count += size;
        }

        Theta = new double[count];
        _nodes = Sequence(network.Layers);
    }

    /// <summary>θ; may be written between passes.</summary>
    public double[] Theta { get; }

    /// <summary>Where the parameters of layer <paramref name="index"/> stand in θ: the columns of its block of J.</summary>
    public (int Start, int Count) Block(int index) => _blocks[index];

    public double[] Forward(double[] x, ScalarPass pass) => _nodes.Forward(x, pass);

    /// <summary>∂s/∂θ of the last sample, from ∂s/∂f.</summary>
    public double[] Gradient(double[] cotangent)
    {
        double[] gradient = new double[Theta.Length];
        _nodes.Backward(cotangent, gradient);
        return gradient;
    }

    private ScalarSequence Sequence(ImmutableArray<Layer> layers) => new([.. layers.Select(Node)], _precision);

    private ScalarNode Node(Layer layer) => layer switch
    {
        FlattenLayer => new ScalarFlatten(),
        LinearLayer linear => new ScalarLinear(linear, Theta, _blocks[linear.Index].Start),
        Conv2dLayer convolution => new ScalarConv2d(convolution, Theta, _blocks[convolution.Index].Start),
        LayerNormLayer norm => new ScalarLayerNorm(norm, Theta, _blocks[norm.Index].Start),
        ActivationLayer activation => new ScalarActivation(activation.Kind),
        MaxPool2dLayer pool => new ScalarMaxPool2d(pool),
        AvgPool2dLayer pool => new ScalarAvgPool2d(pool),
        GlobalAvgPool2dLayer pool => new ScalarGlobalAvgPool2d(pool),
        DropoutLayer dropout => new ScalarDropout(dropout, _dropouts++),
        ResidualLayer residual => new ScalarResidual(Sequence(residual.Layers)),
        _ => throw new NotSupportedException($"the oracle has no rule for {layer.GetType().Name}"),
    };
}
