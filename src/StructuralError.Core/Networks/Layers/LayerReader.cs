using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks.Layers;

/// <summary>Reads the layers of a model file. A layer that cannot be read is a problem and is left out.</summary>
internal sealed class LayerReader(ImmutableArray<ModelParameter> parameters, ProblemList problems)
{
    private readonly ValueReader _values = new(parameters, problems);

    public ImmutableArray<LayerSpec> ReadList(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() == 0)
        {
            string what = element.ValueKind == JsonValueKind.Array ? "an empty array" : Wording.Describe(element);
            problems.Add(path, $"layers are an array of at least one layer, not {what}");
            return [];
        }

        return [.. element.EnumerateArray().Select((layer, index) => Read(layer, $"{path}[{index}]")).OfType<LayerSpec>()];
    }

    private LayerSpec? Read(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return Read(element.GetString()!, null, path);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"a layer is a name or an object, \"relu\" or {LinearSpec.Kind.Example}, not {Wording.Describe(element)}");
            return null;
        }

        string[] names = [.. element.EnumerateObject().Select(property => property.Name)];
        if (names.Any(RepeatSpec.IsField))
        {
            return RepeatSpec.Read(element, path, _values, problems, ReadList);
        }

        if (names.Length != 1)
        {
            string count = names.Length == 0 ? "none" : Wording.List(names.Take(10).Select(Wording.Quote));
            problems.Add(path, $"an object describes one layer, {LinearSpec.Kind.Example}; this one names {count}");
            return null;
        }

        return Read(names[0], element.EnumerateObject().First().Value, path);
    }

    /// <param name="settings">What stands behind the name; null where the name stands alone.</param>
    private LayerSpec? Read(string name, JsonElement? settings, string path)
    {
        LayerKind? kind = LayerKinds.Find(name);
        switch (settings)
        {
            case null when kind?.Bare is { } read:
                return read(path);
            case JsonElement value when kind?.WithSettings is { } read:
                return read(new LayerSettings(kind, path, value, _values, problems));
        }

        problems.Add(path, kind is null
            ? $"unknown layer {Wording.Quote(name)}{Wording.Nearest(name, LayerKinds.Names)}; there are {Wording.List(LayerKinds.Names)}"
            : settings is null ? $"layer '{name}' needs settings: write {kind.Example}" : $"layer '{name}' has no settings: write \"{name}\"");
        return null;
    }
}
