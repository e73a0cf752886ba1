namespace StructuralError.Core.Networks.Layers;

/// <summary>How model files write a layer.</summary>
/// <param name="Name">Its name there: <c>conv2d</c>.</param>
/// <param name="Example">With settings, to copy; null where it has none.</param>
/// <param name="Bare">Reads the name alone, at a path; null where settings are needed.</param>
/// <param name="WithSettings">Reads the name with settings; null where there are none. A layer that cannot be read is noted as a problem and null.</param>
internal sealed record LayerKind(string Name, string? Example, Func<string, LayerSpec>? Bare, Func<LayerSettings, LayerSpec?>? WithSettings)
{
    /// <summary>A layer of which the name says all.</summary>
    public static LayerKind WithoutSettings(string name, Func<string, LayerSpec> read) => new(name, null, read, null);

    /// <summary>A layer that needs settings.</summary>
    public static LayerKind Needing(string name, string example, Func<LayerSettings, LayerSpec?> read) => new(name, example, null, read);
}
