using System.Text;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.RandomNumbers;
using Xunit;

namespace StructuralError.Tests.Networks;

/// <summary>Layer normalisation as a file has it, and as it starts.</summary>
public sealed class LayerNormTests
{
    [Fact]
    public void Parse_NameAlone_HasPyTorchsDefaults()
    {
        LayerNormLayer layer = Single("\"layernorm\"");
        Assert.Equal((1e-5, true), (layer.Epsilon, layer.HasBias));
        Assert.Equal([2, 3, 4], layer.WeightShape.AsEnumerable());
        Assert.Equal([2, 3, 4], layer.BiasShape.AsEnumerable());
        Assert.Equal("layer0 layernorm [2, 3, 4]", layer.Name);
        Assert.Equal("""[{"type":"layernorm","eps":1E-05,"bias":true,"input":"[2, 3, 4]","output":"[2, 3, 4]"}]""", Written(layer));
    }

    [Fact]
    public void Parse_WithFields_TakesThem()
    {
        LayerNormLayer layer = Single("""{ "layernorm": { "eps": 0.001, "bias": false } }""");
        Assert.Equal((0.001, false), (layer.Epsilon, layer.HasBias));
        Assert.Equal("layer0 layernorm [2, 3, 4], no bias", layer.Name);
        Assert.Equal(24 + 7 + (24 * 7), Resolve("""{ "layernorm": { "bias": false } }""").ParameterCount);
    }

    [Theory]
    [InlineData("""{ "layernorm": { "eps": 0 } }""", "$.layers[0].layernorm.eps: 'eps' is a number above 0, not 0")]
    [InlineData("""{ "layernorm": { "eps": "k" } }""", "$.layers[0].layernorm.eps: 'eps' is a number above 0, not 'k'")]
    [InlineData("""{ "layernorm": { "epsilon": 1 } }""", "$.layers[0].layernorm: unknown field 'epsilon'")]
    [InlineData("""{ "layernorm": 3 }""", "$.layers[0].layernorm: write { \"layernorm\": { \"eps\": 1e-5 } }, not 3")]
    [InlineData("\"layernrm\"", "$.layers[0]: unknown layer 'layernrm' (did you mean 'layernorm'?)")]
    public void Parse_Wrong_SaysWhereAndWhat(string layer, string message) => Assert.Contains(
        message, Assert.Throws<UserErrorException>(() => Resolve(layer)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(InitScheme.Default)]
    [InlineData(InitScheme.XavierNormal)]
    [InlineData(InitScheme.Orthogonal)]
    public void Initialize_StartsAtOneAndZero_AndDrawsNothing(InitScheme scheme)
    {
        Network with = Resolve("\"layernorm\""), without = Resolve("\"tanh\"");
        ParameterSet parameters = Initialized(with, scheme), others = Initialized(without, scheme);
        Assert.All(parameters["layer0.weight"].Values, value => Assert.Equal(1, value));
        Assert.All(parameters["layer0.bias"].Values, value => Assert.Equal(0, value));
        Assert.Equal(others["layer0.weight"].Values, parameters["layer1.weight"].Values);
        Assert.Equal(others["layer0.bias"].Values, parameters["layer1.bias"].Values);
    }

    [Fact]
    public void CountWork_OfASample_IsCountedAsDense()
    {
        Network network = Resolve("\"layernorm\"");
        var counter = new WorkCounter(network, Initialized(network, InitScheme.Default));
        counter.Add(new StructuralError.Core.Data.Dataset("one", network.Input, [.. Enumerable.Range(0, 24).Select(i => (float)i)], [0]), 0);
        Assert.Equal(((LayerNormLayer)network.ParameterLayers[0]).WorkOf(7, pullsBack: false), counter.Layers[0].Necessary);
        Assert.Equal(0, counter.Layers[0].Dense.PullBack);
        Assert.Equal(48, counter.Layers[0].Dense.Forward);
    }

    private static LayerNormLayer Single(string layer) => Assert.IsType<LayerNormLayer>(Resolve(layer).Layers[0]);

    private static Network Resolve(string layer) => NetworkFile
        .Parse($$"""{ "name": "n", "input": [2, 3, 4], "layers": [{{layer}}, "flatten", { "linear": "classes" }] }""", "n.json")
        .Resolve(new Dictionary<string, int>(), TensorShape.Image(2, 3, 4), 7);

    private static ParameterSet Initialized(Network network, InitScheme scheme)
    {
        var parameters = new ParameterSet(network);
        Initialization.Initialize(parameters, network, new TorchGenerator(3), scheme);
        return parameters;
    }

    private static string Written(Layer layer)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Layer.Write(writer, [layer]);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
