using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;

namespace StructuralError.Experiments.Specs;

/// <summary>Computes again, from what a manifest says, the hashes that it claims (see <see cref="RunIdentity"/>), and in what two manifests differ.</summary>
public static class StoredIdentity
{
    /// <summary>
    /// What two runs have in common that are the same draw of the same experiment: copies of one run, and runs whose seeds are the same to the generator,
    /// which takes their low 32 bits.
    /// </summary>
    public static string Draw(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        RunManifest same = manifest;
        if (manifest.SpecValue("seed").WholeAt() is { } seed && SeedNumber.Effective(seed) != seed)
        {
            same = manifest with { Spec = new OrderedDictionary<string, JsonElement>(manifest.Spec!, StringComparer.Ordinal) };
            same.Spec["seed"] = Number(SeedNumber.Effective(seed));
        }

        return ResultsIdentity(same with { SpecHash = SpecHash(same) });
    }

    /// <summary>The spec's hash.</summary>
    public static string SpecHash(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var values = new SortedDictionary<string, Action<Utf8JsonWriter>>(StringComparer.Ordinal);
        Add("dataset", manifest.Dataset?.Name is { } dataset ? writer => writer.WriteStringValue(dataset) : null);
        Add("model", (manifest.Network?.Formerly ?? manifest.Network?.Name) is { } model ? writer => writer.WriteStringValue(model) : null);
        Add("classes", manifest.Network?.Classes is { } classes ? writer => writer.WriteNumberValue(classes) : null);
        Add("layers", manifest.Network is { Layers: { ValueKind: not JsonValueKind.Undefined } layers } ? layers.WriteTo : null);
        Add("init_weights", manifest.InitialWeights?.Sha256 is { } weights ? writer => writer.WriteStringValue(weights) : null);
        foreach (SpecField field in SpecFields.All.Where(field => field.Identity && field.Name is not ("dataset" or "model")))
        {
            JsonElement value = manifest.SpecValue(field.Name);
            if (value.ValueKind != JsonValueKind.Undefined
                && (SpecFields.AlwaysHashed.Contains(field.Name) || Text(manifest, field) != field.Json(SpecFields.Defaults)))
            {
                Add(field.Name, value.WriteTo);
            }
        }

        string canonical = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach ((string name, Action<Utf8JsonWriter> write) in values)
            {
                writer.WritePropertyName(name);
                write(writer);
            }

            writer.WriteEndObject();
        });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

        void Add(string name, Action<Utf8JsonWriter>? write)
        {
            if (write is not null)
            {
                values.Add(name, write);
            }
        }
    }

    /// <summary>The identity of the results: the spec's hash as the manifest has it, with the data's hashes.</summary>
    public static string ResultsIdentity(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new RunIdentity(string.Empty, manifest.SpecHash ?? string.Empty).WithData(manifest.Dataset?.Sha256 ?? []);
    }

    /// <summary>
    /// Names of what differs between two runs, of all that decides what a run computes: the model, its parameters, the spec's other fields. A field that a
    /// manifest
    /// lacks had its default.
    /// </summary>
    public static IReadOnlyList<string> Differences(RunManifest stored, RunManifest wanted) => Differences(SpecFields.All, stored, wanted);

    /// <inheritdoc cref="Differences(RunManifest, RunManifest)"/>
    /// <param name="all">The spec's fields.</param>
    internal static IReadOnlyList<string> Differences(IEnumerable<SpecField> all, RunManifest stored, RunManifest wanted) =>
    [
        .. NetworkDifferences(stored, wanted),
        .. all.Where(field => field.Identity && field.Name is not ("model" or "dataset") && Text(stored, field) != Text(wanted, field))
            .Select(field => field.Name),
    ];

    private static JsonElement Number(long value)
    {
        using JsonDocument document = JsonDocument.Parse(JsonText.Write(writer => writer.WriteNumberValue(value)));
        return document.RootElement.Clone();
    }

    private static string Text(RunManifest manifest, SpecField field) =>
        manifest.SpecValue(field.Name) is { ValueKind: not JsonValueKind.Undefined } value ? value.GetRawText() : field.Json(SpecFields.Defaults);

    // Each model has parameters of its own, so they are compared for one model only. With the same values a file of that name has been changed since.
    private static string[] NetworkDifferences(RunManifest stored, RunManifest wanted)
    {
        if ((stored.Network?.Formerly ?? stored.Network?.Name) != (wanted.Network?.Formerly ?? wanted.Network?.Name))
        {
            return ["model"];
        }

        string[] parameters = [.. ParameterDifferences(stored, wanted)];
        return parameters.Length > 0 || stored.Network is null || wanted.Network is null || SameLayers(stored.Network.Layers, wanted.Network.Layers)
            ? parameters
            : [wanted.Network.Name is ("b" or "c" or "d") and { } name ? $"layers (model {name} of earlier versions is plain-{name})" : "layers"];
    }

    private static bool SameLayers(JsonElement stored, JsonElement wanted) =>
        stored.ValueKind == JsonValueKind.Undefined || wanted.ValueKind == JsonValueKind.Undefined || JsonElement.DeepEquals(stored, wanted);

    private static IEnumerable<string> ParameterDifferences(RunManifest stored, RunManifest wanted) =>
        Names(stored).Union(Names(wanted), StringComparer.Ordinal)
        .Where(name => Text(stored, name) is not { } value || value != Text(wanted, name))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(RunManifest manifest) => manifest.Network?.Values?.Keys ?? Enumerable.Empty<string>();

    private static string? Text(RunManifest manifest, string name) =>
        manifest.NetworkValue(name) is { ValueKind: not JsonValueKind.Undefined } value ? value.GetRawText() : null;
}
