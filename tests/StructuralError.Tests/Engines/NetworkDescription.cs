using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Engines;

/// <summary>A network in one line, for failure messages.</summary>
public static class NetworkDescription
{
    public static string Describe(this Network network) => $"{network.Input}: {Describe(network.Layers)}";

    private static string Describe(IEnumerable<Layer> layers) => string.Join(", ", layers.Select(Describe));

    private static string Describe(Layer layer) => layer switch
    {
        LinearLayer l => $"linear {l.Input}→{l.Output}{NoBias(l)}",
        Conv2dLayer l => $"conv {l.Input}→{l.Output} kernel {l.Kernel} stride {l.Stride} padding {l.Padding}{NoBias(l)}",
        ActivationLayer l => $"{l.Kind}",
        MaxPool2dLayer l => $"max {l.Kernel}/{l.Stride}",
        AvgPool2dLayer l => $"avg {l.Kernel}/{l.Stride}",
        DropoutLayer l => $"dropout {l.Probability}",
        ResidualLayer l => $"residual({Describe(l.Layers)})",
        _ => layer.GetType().Name,
    };

    private static string NoBias(ParameterLayer layer) => layer.HasBias ? string.Empty : " without bias";
}
