using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Specs;

namespace StructuralError.Runs.Records;

/// <summary>Computes again, from what a manifest says, the hashes that it claims: see <see cref="RunIdentity"/>.</summary>
public static class StoredIdentity
{
    /// <summary>The spec's hash.</summary>
    public static string SpecHash(StoredManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        JsonElement root = manifest.Document;
        var values = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["dataset"] = root.At("dataset", "name"),
            ["model"] = root.At("network", "name"),
            ["classes"] = root.At("network", "classes"),
            ["layers"] = root.At("network", "layers"),
            ["init_weights"] = root.At("initial_weights", "sha256"),
        };
        foreach (SpecField field in SpecFields.All.Where(field => field.Identity))
        {
            JsonElement value = root.At("spec", field.Name);
            if (SpecFields.AlwaysHashed.Contains(field.Name) || (value.ValueKind != JsonValueKind.Undefined && value.GetRawText() != field.Json(SpecFields.Defaults)))
            {
                values.TryAdd(field.Name, value);
            }
        }

        string canonical = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach ((string name, JsonElement value) in values.Where(pair => pair.Value.ValueKind != JsonValueKind.Undefined))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    /// <summary>The identity of the results: the spec's hash as the manifest has it, with the data's hashes.</summary>
    public static string ResultsIdentity(StoredManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new RunIdentity(string.Empty, manifest.SpecHash).WithData(DataHashes(manifest));
    }

    /// <summary>SHA-256 by name of each data file.</summary>
    public static IReadOnlyDictionary<string, string> DataHashes(StoredManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        JsonElement hashes = manifest.Document.At("dataset", "sha256");
        return hashes.ValueKind != JsonValueKind.Object
            ? new Dictionary<string, string>()
            : hashes.EnumerateObject().Where(hash => hash.Value.ValueKind == JsonValueKind.String).ToDictionary(hash => hash.Name, hash => hash.Value.GetString()!, StringComparer.Ordinal);
    }
}
