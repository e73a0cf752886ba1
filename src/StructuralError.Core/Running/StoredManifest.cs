using System.Text.Json;

namespace StructuralError.Running;

/// <summary>What is needed of a manifest read back: whose run it is and how it ended.</summary>
/// <param name="Identity">See <see cref="RunIdentity.WithData"/>.</param>
/// <param name="Spec">The spec's values as JSON texts, by field name.</param>
public sealed record StoredManifest(RunOutcome Outcome, string SpecHash, string Identity, IReadOnlyDictionary<string, string> Spec)
{
    private const int MaximumBytes = 16 << 20;

    /// <param name="reason">Where null is returned: why, as the end of a sentence that starts with the file's name.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StoredManifest? Read(string path, out string reason)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > MaximumBytes)
            {
                reason = $"has {stream.Length} bytes";
                return null;
            }

            using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement, out reason);
        }
        catch (JsonException)
        {
            reason = "is not valid JSON";
            return null;
        }
    }

    private static StoredManifest? Read(JsonElement root, out string reason)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "program") != RunManifest.Program)
        {
            reason = "was not written by this program";
            return null;
        }

        if (!root.TryGetProperty("schema", out JsonElement schema) || !schema.TryGetInt32(out int version) || version != RunManifest.Schema)
        {
            reason = $"has another schema than {RunManifest.Schema}: it was written by another version of this program";
            return null;
        }

        if (Text(root, "spec_hash") is not { } hash || Text(root, "run_identity") is not { } identity || RunOutcomes.Find(Text(root, "outcome")) is not { } outcome
            || !root.TryGetProperty("spec", out JsonElement spec) || spec.ValueKind != JsonValueKind.Object)
        {
            reason = "lacks the outcome, the spec or its hashes";
            return null;
        }

        reason = string.Empty;
        return new StoredManifest(outcome, hash, identity, spec.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetRawText(), StringComparer.Ordinal));
    }

    /// <summary>Names of the spec's fields whose values differ from <paramref name="spec"/>'s, of those that decide what a run computes.</summary>
    public IEnumerable<string> Differences(RunSpec spec) => SpecFields.All
        .Where(field => field.Identity && field.Name is not ("model" or "dataset"))
        .Where(field => !Spec.TryGetValue(field.Name, out string? stored) || stored != JsonText.Write(writer => field.Write(writer, spec)))
        .Select(field => field.Name);

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
