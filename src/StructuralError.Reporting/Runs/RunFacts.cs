using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Runs;

/// <summary>What a figure's title and note say about a run, from its <c>manifest.json</c>. Whatever the manifest does not say is null and is left out.</summary>
public sealed record RunFacts
{
    // No name or title that the program writes is longer; a damaged one would be fitted into the figures at great cost.
    private const int LongestText = 255;

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

    /// <summary>Steps from one row to the next.</summary>
    public long? MeasureEvery { get; init; }

    /// <summary>Reads leniently: a manifest that is not there gives no facts, one that cannot be read gives none and a warning.</summary>
    public static RunFacts Read(string manifestPath, Action<string>? warn = null)
    {
        if (!File.Exists(manifestPath))
        {
            return new();
        }

        try
        {
            using JsonDocument? document = JsonFile.Read(manifestPath, out string reason);
            if (document is not null)
            {
                return Of(document.RootElement);
            }

            warn?.Invoke($"{manifestPath} {reason}: the figures' titles lack its facts.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"{manifestPath}: cannot be read, the figures' titles lack its facts: {exception.Message}");
        }

        return new();
    }

    /// <summary>The facts of a manifest that has been parsed.</summary>
    public static RunFacts Of(JsonElement manifest)
    {
        JsonElement spec = manifest.At("spec"), values = manifest.At("network", "values");
        return new()
        {
            Dataset = Words(manifest.At("dataset", "name")),
            Model = Words(manifest.At("network", "name")),
            ModelTitle = Words(manifest.At("network", "title")),
            Values = values.ValueKind != JsonValueKind.Object
                ? []
                : [.. values.EnumerateObject().Where(value => Words(value.Value) is not null).Select(value => KeyValuePair.Create(value.Name, Words(value.Value)!))],
            Seed = Words(spec.At("seed")),
            LearningRate = Words(spec.At("learning_rate")),
            Momentum = Words(spec.At("momentum")),
            WeightDecay = Words(spec.At("weight_decay")),
            BatchSize = Words(spec.At("batch_size")),
            Precision = Words(manifest.At("engine", "precision")),
            MeasureEvery = spec.WholeAt("measure_every") is >= 1 and <= int.MaxValue and var every ? every : null,
        };
    }

    private static string? Words(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => string.IsNullOrWhiteSpace(element.GetString()) ? null : Shortened(element.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Shortened(element.GetRawText()),
        _ => null,
    };

    private static string Shortened(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");
}
