using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Small networks, one for each layer type and variant, with parameters on both sides of the layer in question.</summary>
public static class LayerExamples
{
    private static readonly Dictionary<string, Func<Network>> Builders = new()
    {
        ["linear"] = () => Vector().Linear(5).Linear(4).Build(),
        ["linear without bias"] = () => Vector().Linear(5, bias: false).Linear(4, bias: false).Build(),
        ["flatten"] = () => Image().Conv(2, 2).Flatten().Linear(3).Build(),
        ["flatten before residual"] = () => Image().Conv(2, 2, stride: 2).Flatten().Residual(block => block.Linear(12).Relu()).Linear(3).Build(),
        ["flatten before dropout"] = () => Image().Conv(3, 2).Flatten().Dropout(0.3).Activation(ActivationKind.Tanh).Linear(3).Build(),
        ["flatten last"] = () => Image().Conv(2, 4, bias: false).Relu().Flatten().Build(),
        ["pools first"] = () => Image().MaxPool(2, 1).AvgPool(2, 1).Conv(3, 2).Flatten().Linear(3).Build(),
        ["conv 1x1"] = () => Image().Conv(3, 1).Conv(2, 1).Flatten().Linear(3).Build(),
        ["conv 2x2 stride 2"] = () => Image().Conv(3, 2).Conv(2, 2, stride: 2).Flatten().Linear(3).Build(),
        ["conv 3x3 padding 1"] = () => Image().Conv(3, 3, padding: 1).Conv(2, 3, padding: 1).Flatten().Linear(3).Build(),
        ["conv 3x3 stride 2 padding 2"] = () => Image().Conv(3, 3, padding: 1).Conv(2, 3, stride: 2, padding: 2).Flatten().Linear(3).Build(),
        ["conv 5x5 padding 1"] = () => Image().Conv(2, 3, padding: 1).Conv(2, 5, padding: 1).Flatten().Linear(3).Build(),
        ["conv without bias"] = () => Image().Conv(3, 3, bias: false).Conv(2, 2, bias: false).Flatten().Linear(3).Build(),
        ["conv as output"] = () => Image().Conv(3, 3).Conv(4, 2).GlobalAvgPool().Flatten().Build(),
        ["relu"] = () => Vector().Linear(6).Relu().Linear(4).Build(),
        ["tanh"] = () => Vector().Linear(6).Activation(ActivationKind.Tanh).Linear(4).Build(),
        ["sigmoid"] = () => Vector().Linear(6).Activation(ActivationKind.Sigmoid).Linear(4).Build(),
        ["gelu"] = () => Vector().Linear(6).Activation(ActivationKind.Gelu).Linear(4).Build(),
        ["relu as output"] = () => Vector().Linear(6).Relu().Build(),
        ["maxpool 2"] = () => Image().Conv(3, 2).MaxPool(2, 2).Conv(2, 1).Flatten().Linear(3).Build(),
        ["maxpool 3 stride 2"] = () => Image().Conv(2, 1).MaxPool(3, 2).Flatten().Linear(3).Build(),
        ["maxpool 3 stride 1"] = () => Image().Conv(2, 1).MaxPool(3, 1).Flatten().Linear(3).Build(),
        ["maxpool 2 stride 3"] = () => Image().Conv(2, 1).MaxPool(2, 3).Flatten().Linear(3).Build(),
        ["avgpool 2"] = () => Image().Conv(3, 2).AvgPool(2, 2).Conv(2, 1).Flatten().Linear(3).Build(),
        ["avgpool 3 stride 1"] = () => Image().Conv(2, 1).AvgPool(3, 1).Flatten().Linear(3).Build(),
        ["relu on an avgpool"] = () => Image().Conv(3, 2).Conv(2, 1).AvgPool(2, 1).Relu().Conv(2, 1).Flatten().Linear(3).Build(),
        ["globalavgpool"] = () => Image().Conv(4, 2).Relu().GlobalAvgPool().Flatten().Linear(3).Build(),
        ["dropout"] = () => Vector().Linear(9).Dropout(0.4).Linear(4).Build(),
        ["dropout of an image"] = () => Image().Dropout(0.2).Conv(3, 2).Relu().Dropout(0.5).Flatten().Linear(3).Build(),
        ["layernorm"] = () => Vector().Linear(6).LayerNorm().Activation(ActivationKind.Tanh).Linear(4).Build(),
        ["layernorm without bias"] = () => Vector().Linear(6).Relu().LayerNorm(0.1, bias: false).Linear(4, bias: false).Build(),
        ["layernorm of an image"] = () => Image().Conv(3, 2).LayerNorm().Relu().MaxPool(2, 2).Conv(2, 1, padding: 0).LayerNorm().Flatten().Linear(3).Build(),
        ["layernorm before max-pools"] = () => Image().Conv(3, 1).LayerNorm().MaxPool(2, 1).MaxPool(2, 2).Flatten().Linear(3).Build(),
        ["layernorm first"] = () => Image().LayerNorm().Conv(2, 3, padding: 1).Flatten().Linear(3).Build(),
        ["layernorm last"] = () => Vector().Linear(5).LayerNorm().Build(),
        ["layernorm first in a residual"] = () => Vector().Linear(6).Relu().Residual(block => block.LayerNorm().Linear(6).Relu()).Linear(4).Build(),
        ["layernorm last in a residual"] = () => Image().Residual(block => block.Conv(2, 3, padding: 1).LayerNorm()).Flatten().Linear(4).Build(),
        ["residual"] = () => Vector().Linear(5).Residual(block => block.Linear(5).Relu()).Linear(4).Build(),
        ["residual first and last"] = () => Vector().Residual(block => block.Linear(7).Activation(ActivationKind.Tanh)).Build(),
        ["residual without parameters"] = () => Vector().Linear(5).Residual(block => block.Relu()).Linear(4).Build(),
        ["relu alone in a residual"] = () => Vector().Linear(6).Linear(5).Residual(block => block.Relu()).Linear(4).Build(),
        ["residual of convolutions"] = () =>
            Image().Conv(3, 2).Residual(block => block.Conv(3, 3, padding: 1).Relu().Conv(3, 1)).Flatten().Linear(3).Build(),
        ["residual in residual"] = () => Image()
            .Residual(outer => outer.Conv(2, 3, padding: 1).Residual(inner => inner.Conv(2, 5, padding: 2).Relu()).Dropout(0.3))
            .Flatten().Linear(3).Build(),
    };

    public static TheoryData<string> Names => [.. Builders.Keys];

    public static Network Build(string name) => Builders[name]();

    /// <summary>Parameters and three samples, drawn again until every sample stands at a relative distance of 1e-3 from the nearest kink.</summary>
    public static (ParameterSet Parameters, Dataset Data) Draw(Network network)
    {
        var random = new System.Random(7);
        var networks = new RandomNetworks(random, dropout: false);
        while (true)
        {
            ParameterSet parameters = networks.DrawParameters(network);
            float[] values = [.. Enumerable.Range(0, 3 * network.Input.Count).Select(_ => (float)networks.Normal())];
            var data = new Dataset("example", network.Input, values, [0, (byte)(network.Classes - 1), 1]);
            var oracle = new ScalarEngine(network, Precision.F64, data.Count, seed: 1);
            oracle.Load(parameters);
            if (oracle.SmallestMargin(data) > 1e-3)
            {
                return (parameters, data);
            }
        }
    }

    private static NetworkBuilder Vector() => new(TensorShape.Vector(7));

    private static NetworkBuilder Image() => new(TensorShape.Image(2, 5, 6));
}
