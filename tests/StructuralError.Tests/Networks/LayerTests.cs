using StructuralError.Core.Networks.Layers;
using StructuralError.Experiments.SelfCheck;
using Xunit;

namespace StructuralError.Tests.Networks;

/// <summary>What every layer says of itself.</summary>
public sealed class LayerTests
{
    /// <summary>Two layers of one name could pass for each other in a manifest.</summary>
    [Fact]
    public void Type_OfEveryLayer_IsItsOwn()
    {
        Layer[] layers = [.. SampleNetwork.All.SelectMany(network => network.Network.AllLayers)];
        (string Type, object Layer)[] found =
            [.. layers.Select(layer => (layer.Type, layer is ActivationLayer activation ? (object)activation.Kind : layer.GetType())).Distinct()];
        Assert.Equal(found.Length, found.Select(pair => pair.Type).Distinct(StringComparer.Ordinal).Count());
        IEnumerable<string> known = LayerKinds.Names.Remove("repeat").Add("residual").Order(StringComparer.Ordinal);
        Assert.Equal(known, found.Select(pair => pair.Type).Order(StringComparer.Ordinal));
    }
}
