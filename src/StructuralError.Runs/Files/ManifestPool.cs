using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Runs.Files;

/// <summary>
/// Keeps one copy of what many manifests have in common. A manifest takes some 30 kB, and the runs of a sweep differ in little more than the seed.
/// </summary>
public sealed class ManifestPool
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<(Type Type, string Json), object> _parts = [];

    /// <summary>A manifest with the same content, which shares its parts with those before it.</summary>
    public RunManifest Share(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest with
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
    }

    /// <summary>The same text, one copy of it.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Text(string? text)
    {
        if (text is not null && _texts.TryGetValue(text, out string? shared))
        {
            return shared;
        }

        _ = text is not null && _texts.Add(text);
        return text;
    }

    private OrderedDictionary<string, JsonElement>? Values(OrderedDictionary<string, JsonElement>? values)
    {
        if (values is null)
        {
            return null;
        }

        var shared = new OrderedDictionary<string, JsonElement>(values.Count, StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in values)
        {
            string json = value.GetRawText();
            if (!_values.TryGetValue(json, out JsonElement one))
            {
                _values.Add(json, one = value);
            }

            shared.Add(Text(name), one);
        }

        return shared;
    }

    private T? Part<T>(T? part)
        where T : class
    {
        if (part is null)
        {
            return null;
        }

        string json = JsonSerializer.Serialize(part, RunFilesJson.Strict.Type<T>());
        if (_parts.TryGetValue((typeof(T), json), out object? shared))
        {
            return (T)shared;
        }

        _parts.Add((typeof(T), json), part);
        return part;
    }
}
