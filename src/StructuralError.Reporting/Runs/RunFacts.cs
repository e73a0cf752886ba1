using System.Text.Json;

namespace StructuralError.Reporting.Runs;

/// <summary>What a figure's title and note say about a run, from its <c>manifest.json</c>. Whatever the manifest does not say is null and is left out.</summary>
public sealed record RunFacts
{
    public string? Dataset { get; init; }

    /// <summary>Short name: <c>b</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Long name: Fully connected, skip connections.</summary>
    public string? ModelTitle { get; init; }

    /// <summary>The network's parameters by name, <c>k</c> among them, in the order of the manifest and in JSON's words.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values { get; init; } = [];

    public string? Seed { get; init; }

    public string? LearningRate { get; init; }

    public string? Momentum { get; init; }

    public string? WeightDecay { get; init; }

    public string? BatchSize { get; init; }

    /// <summary><c>f32</c> or <c>f64</c>.</summary>
    public string? Precision { get; init; }

    /// <summary>Reads leniently: a manifest that is not there gives no facts, one that cannot be read gives none and a warning.</summary>
    public static RunFacts Read(string manifestPath, Action<string>? warn = null)
    {
        if (!File.Exists(manifestPath))
        {
            return new();
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifestPath));
            return Of(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"{manifestPath}: cannot be read, the figures' titles lack its facts: {exception.Message}");
            return new();
        }
    }

    private static RunFacts Of(JsonElement manifest)
    {
        JsonElement network = Member(manifest, "network"), spec = Member(manifest, "spec"), values = Member(network, "values");
        return new()
        {
            Dataset = Words(Member(Member(manifest, "dataset"), "name")),
            Model = Words(Member(network, "name")),
            ModelTitle = Words(Member(network, "title")),
            Values = values.ValueKind != JsonValueKind.Object
                ? []
                : [.. values.EnumerateObject().Where(value => Words(value.Value) is not null).Select(value => KeyValuePair.Create(value.Name, Words(value.Value)!))],
            Seed = Words(Member(spec, "seed")),
            LearningRate = Words(Member(spec, "learning_rate")),
            Momentum = Words(Member(spec, "momentum")),
            WeightDecay = Words(Member(spec, "weight_decay")),
            BatchSize = Words(Member(spec, "batch_size")),
            Precision = Words(Member(Member(manifest, "engine"), "precision")),
        };
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : default;

    private static string? Words(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => string.IsNullOrWhiteSpace(element.GetString()) ? null : element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };
}
