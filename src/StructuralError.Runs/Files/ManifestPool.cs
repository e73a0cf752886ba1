using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Runs.Files;

/// <summary>
/// Keeps one copy of what many manifests have in common. A manifest takes some 30 kB, and the runs of a sweep differ in little more than the seed.
/// </summary>
public sealed class ManifestPool
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(Type Type, string Json), object> _parts = [];

    /// <summary>A manifest with the same content, which shares its parts with those before it.</summary>
    public RunManifest Share(RunManifest manifest) => manifest with
    {
        Spec = Values(manifest.Spec),
        Origins = Part(manifest.Origins),
        Network = manifest.Network is { Layers.ValueKind: JsonValueKind.Undefined } ? manifest.Network : Part(manifest.Network),
        Dataset = Part(manifest.Dataset),
        InitialWeights = Part(manifest.InitialWeights),
        Engine = Part(manifest.Engine),

        // With the number of its process, which no other has.
        Machine = manifest.Machine is not { } machine ? null : machine with
        {
            Host = Text(machine.Host),
            OperatingSystem = Text(machine.OperatingSystem),
            Architecture = Text(machine.Architecture),
            Processor = Text(machine.Processor),
            Runtime = Text(machine.Runtime),
        },
        Source = Part(manifest.Source),
        CommandLine = [.. manifest.CommandLine.Select(word => Text(word))],
    };

    /// <summary>The same text, one copy of it.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Text(string? text) => text is null ? null : _texts.GetOrAdd(text, text);

    private OrderedDictionary<string, JsonElement>? Values(OrderedDictionary<string, JsonElement>? values) => values is null ? null : new(
        values.Select(value => KeyValuePair.Create(Text(value.Key), _values.GetOrAdd(value.Value.GetRawText(), value.Value))), StringComparer.Ordinal);

    private T? Part<T>(T? part)
        where T : class =>
        part is null ? null : (T)_parts.GetOrAdd((typeof(T), JsonSerializer.Serialize(part, RunFilesJson.Strict.Type<T>())), part);
}
