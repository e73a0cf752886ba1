using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks;

/// <summary>Reads the layers of a model file. A layer that cannot be read is a problem and is left out.</summary>
internal sealed class LayerReader(ImmutableArray<ModelParameter> parameters, ProblemList problems)
{
    private const string Repeat = "repeat";

    private static readonly ImmutableSortedDictionary<string, Func<string, LayerSpec>> Bare = new Dictionary<string, Func<string, LayerSpec>>
    {
        ["flatten"] = path => new FlattenSpec(path),
        ["globalavgpool2d"] = path => new GlobalAvgPool2dSpec(path),
        ["relu"] = path => new ActivationSpec(path, ActivationKind.Relu),
        ["tanh"] = path => new ActivationSpec(path, ActivationKind.Tanh),
        ["sigmoid"] = path => new ActivationSpec(path, ActivationKind.Sigmoid),
        ["gelu"] = path => new ActivationSpec(path, ActivationKind.Gelu),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, string> Examples = new Dictionary<string, string>
    {
        ["linear"] = "{ \"linear\": 128 }",
        ["conv2d"] = "{ \"conv2d\": { \"channels\": 16, \"kernel\": 3, \"padding\": 1 } }",
        ["maxpool2d"] = "{ \"maxpool2d\": 2 }",
        ["avgpool2d"] = "{ \"avgpool2d\": 2 }",
        ["dropout"] = "{ \"dropout\": 0.5 }",
        [Repeat] = "{ \"repeat\": 3, \"skip\": true, \"layers\": [ … ] }",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Every layer there is.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Bare.Keys.Concat(Examples.Keys).Order(StringComparer.Ordinal)];

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
            return ReadBare(element.GetString()!, path);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"a layer is a name or an object, \"relu\" or {Examples["linear"]}, not {Wording.Describe(element)}");
            return null;
        }

        string[] names = [.. element.EnumerateObject().Select(property => property.Name)];
        if (names.Any(name => name is Repeat or "skip" or "layers"))
        {
            return ReadRepeat(element, path);
        }

        if (names.Length != 1)
        {
            string count = names.Length == 0 ? "none" : Wording.List(names.Take(10).Select(Wording.Quote));
            problems.Add(path, $"an object describes one layer, {Examples["linear"]}; this one names {count}");
            return null;
        }

        return ReadWithSettings(names[0], element.EnumerateObject().First().Value, path);
    }

    private LayerSpec? ReadBare(string name, string path)
    {
        if (Bare.TryGetValue(name, out Func<string, LayerSpec>? make))
        {
            return make(path);
        }

        problems.Add(path, Examples.TryGetValue(name, out string? example) ? $"layer '{name}' needs settings: write {example}" : Unknown(name));
        return null;
    }

    private LayerSpec? ReadWithSettings(string name, JsonElement settings, string path)
    {
        string inside = $"{path}.{name}";
        switch (name)
        {
            case "linear":
                return ReadLinear(settings, path, inside);
            case "conv2d":
                return ReadConv2d(settings, path, inside);
            case "maxpool2d" or "avgpool2d":
                return ReadPool2d(name, settings, path, inside);
            case "dropout":
                return _values.Probability(settings, inside) is double probability ? new DropoutSpec(path, probability) : null;
            default:
                problems.Add(path, Bare.ContainsKey(name) ? $"layer '{name}' has no settings: write \"{name}\"" : Unknown(name));
                return null;
        }
    }

    private LinearSpec? ReadLinear(JsonElement settings, string path, string inside)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            return _values.Size(settings, inside, 1) is SizeSpec size ? new LinearSpec(path, size, new FlagSpec(null, true)) : null;
        }

        StrictObject fields = new(settings, inside, "linear", problems, "outputs", "bias");
        SizeSpec? outputs = _values.Size(fields, "outputs", inside, 1, null);
        FlagSpec? bias = _values.Flag(fields, "bias", inside, true);
        return outputs is SizeSpec o && bias is FlagSpec b ? new LinearSpec(path, o, b) : null;
    }

    private Conv2dSpec? ReadConv2d(JsonElement settings, string path, string inside)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            problems.Add(inside, $"write {Examples["conv2d"]}, not {Wording.Describe(settings)}");
            return null;
        }

        StrictObject fields = new(settings, inside, "conv2d", problems, "channels", "kernel", "stride", "padding", "bias");
        SizeSpec? channels = _values.Size(fields, "channels", inside, 1, null);
        SizeSpec? kernel = _values.Size(fields, "kernel", inside, 1, null);
        SizeSpec? stride = _values.Size(fields, "stride", inside, 1, 1);
        SizeSpec? padding = _values.Size(fields, "padding", inside, 0, 0);
        FlagSpec? bias = _values.Flag(fields, "bias", inside, true);
        return channels is SizeSpec c && kernel is SizeSpec k && stride is SizeSpec s && padding is SizeSpec p && bias is FlagSpec b
            ? new Conv2dSpec(path, c, k, s, p, b)
            : null;
    }

    private Pool2dSpec? ReadPool2d(string name, JsonElement settings, string path, string inside)
    {
        bool isMax = name == "maxpool2d";
        if (settings.ValueKind != JsonValueKind.Object)
        {
            return _values.Size(settings, inside, 1) is SizeSpec size ? new Pool2dSpec(path, isMax, size, size) : null;
        }

        StrictObject fields = new(settings, inside, name, problems, "kernel", "stride");
        SizeSpec? kernel = _values.Size(fields, "kernel", inside, 1, null);
        SizeSpec? stride = fields.TryGet("stride", out JsonElement element) ? _values.Size(element, $"{inside}.stride", 1) : kernel;
        return kernel is SizeSpec k && stride is SizeSpec s ? new Pool2dSpec(path, isMax, k, s) : null;
    }

    private RepeatSpec? ReadRepeat(JsonElement element, string path)
    {
        StrictObject fields = new(element, path, "repeat", problems, Repeat, "skip", "layers");
        SizeSpec? count = _values.Size(fields, Repeat, path, 0, null);
        FlagSpec? skip = _values.Flag(fields, "skip", path, false);
        ImmutableArray<LayerSpec> layers = fields.Require("layers", out JsonElement list) ? ReadList(list, $"{path}.layers") : [];
        return count is SizeSpec c && skip is FlagSpec s ? new RepeatSpec(path, c, s, layers) : null;
    }

    private static string Unknown(string name) => $"unknown layer {Wording.Quote(name)}{Wording.Nearest(name, Names)}; there are {Wording.List(Names)}";
}
