using System.Text.Json;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>The values that a run was made with.</summary>
internal static class RunFields
{
    // What was asked for of the network. The values it took stand by themselves, defaults included.
    private const string NetworkField = "network";

    /// <summary>
    /// The spec's fields and the network's parameters by name, in words; null for none. <c>dataset</c> and <c>model</c> are the real ones.
    /// </summary>
    public static OrderedDictionary<string, string?> Of(RunManifest manifest)
    {
        OrderedDictionary<string, string?> fields = new(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in (manifest.Spec ?? []).Where(value => value.Key != NetworkField).Concat(manifest.Network?.Values ?? []))
        {
            fields.TryAdd(name, Words(value));
        }

        Replace("dataset", manifest.Dataset?.Name);
        Replace("model", manifest.Network?.Name);
        return fields;

        void Replace(string field, string? value)
        {
            if (value is not null)
            {
                fields[field] = value;
            }
        }
    }

    /// <summary>A run's value of a field that another run has: the default, where manifests leave the field out at that.</summary>
    public static string? Value(OrderedDictionary<string, string?> fields, string name)
    {
        if (fields.TryGetValue(name, out string? value) || SpecFields.Find(name) is not { IsOmittedAtDefault: true } field || field.Name != name)
        {
            return value;
        }

        using JsonDocument standard = JsonDocument.Parse(field.Json(SpecFields.Defaults));
        return Words(standard.RootElement);
    }

    private static string? Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };
}
