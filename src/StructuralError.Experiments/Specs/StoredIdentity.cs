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
        RunManifest same = manifest;
        if (manifest.SpecValue("seed").WholeAt() is { } seed && SeedNumber.Effective(seed) != seed)
        {
            same = manifest with { Spec = new OrderedDictionary<string, JsonElement>(manifest.Spec!, StringComparer.Ordinal) };
            same.Spec["seed"] = JsonElement.Parse(FormattableString.Invariant($"{SeedNumber.Effective(seed)}"));
        }

        return ResultsIdentity(same with { SpecHash = SpecHash(same) });
    }

    /// <summary>The spec's hash.</summary>
    public static string SpecHash(RunManifest manifest) => RunIdentity.Of(
    [
        ("dataset", manifest.Dataset?.Name is { } dataset ? writer => writer.WriteStringValue(dataset) : null),
        ("model", (manifest.Network?.Formerly ?? manifest.Network?.Name) is { } model ? writer => writer.WriteStringValue(model) : null),
        ("classes", manifest.Network?.Classes is { } classes ? writer => writer.WriteNumberValue(classes) : null),
        ("layers", manifest.Network is { Layers: { ValueKind: not JsonValueKind.Undefined } layers } ? layers.WriteTo : null),
        ("init_weights", manifest.InitialWeights?.Sha256 is { } weights ? writer => writer.WriteStringValue(weights) : null),
        .. from field in SpecFields.All
           let value = manifest.SpecValue(field.Name)
           where field.Identity && field.Name is not ("dataset" or "model") && value.ValueKind != JsonValueKind.Undefined
               && (!field.IsOmittedAtDefault || Text(manifest, field) != field.Json(SpecFields.Defaults))
           select (field.Name, (Action<Utf8JsonWriter>?)value.WriteTo),
    ]).SpecHash;

    /// <summary>The identity of the results: the spec's hash as the manifest has it, with the data's hashes.</summary>
    public static string ResultsIdentity(RunManifest manifest) =>
        new RunIdentity(string.Empty, manifest.SpecHash ?? string.Empty).WithData(manifest.Dataset?.Sha256 ?? []);

    /// <summary>
    /// Names of what differs between two runs, of all that decides what a run computes: the model, its parameters, the spec's other fields. A field that a
    /// manifest lacks had its default.
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
