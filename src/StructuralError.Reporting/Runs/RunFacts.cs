using StructuralError.Core.Common;
using StructuralError.Runs.Files;

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
            if (RunManifest.ReadPart(manifestPath, out string reason) is { } manifest)
            {
                return Of(manifest);
            }

            warn?.Invoke($"{manifestPath} {reason}: the figures' titles lack its facts.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"{manifestPath}: cannot be read, the figures' titles lack its facts: {exception.Message}");
        }

        return new();
    }

    /// <summary>The facts of a manifest that has been read.</summary>
    public static RunFacts Of(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new()
        {
            Dataset = Shortened(manifest.Dataset?.Name),
            Model = Shortened(manifest.Network?.Name),
            ModelTitle = Shortened(manifest.Network?.Title),
            Values = [.. manifest.Network?.Values.Pairs().Select(value => KeyValuePair.Create(value.Key, Shortened(value.Value)!)) ?? []],
            Seed = Word("seed"),
            LearningRate = Word("learning_rate"),
            Momentum = Word("momentum"),
            WeightDecay = Word("weight_decay"),
            BatchSize = Word("batch_size"),
            Precision = Shortened(manifest.Engine?.Precision),
            MeasureEvery = manifest.SpecValue("measure_every").WholeAt() is >= 1 and <= int.MaxValue and var every ? every : null,
        };

        string? Word(string name) => Shortened(manifest.SpecValue(name).Word());
    }

    private static string? Shortened(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");
}
