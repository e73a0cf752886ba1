using System.Collections.Immutable;

namespace StructuralError.Core.Networks.Layers;

/// <summary>Every layer that model files know. A new one is its file and a line here.</summary>
internal static class LayerKinds
{
    private static readonly Dictionary<string, LayerKind> Table = ((LayerKind[])
    [
        .. ActivationSpec.Kinds,
        AvgPool2dLayer.Kind,
        Conv2dSpec.Kind,
        DropoutSpec.Kind,
        FlattenSpec.Kind,
        GlobalAvgPool2dSpec.Kind,
        LayerNormSpec.Kind,
        LinearSpec.Kind,
        MaxPool2dLayer.Kind,
        RepeatSpec.Kind,
    ]).ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>In alphabetical order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Table.Keys.Order(StringComparer.Ordinal)];

    public static LayerKind? Find(string name) => Table.GetValueOrDefault(name);
}
