using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Runs.Specs;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Files;

/// <summary>What is needed of a manifest read back: whose run it is and how it ended.</summary>
/// <param name="Identity">See <see cref="RunIdentity.WithData"/>.</param>
/// <param name="Spec">The spec's values as JSON texts, by field name.</param>
/// <param name="Model">The network's name.</param>
/// <param name="NetworkValues">The values its parameters took, as JSON texts, by name.</param>
public sealed record StoredManifest(RunOutcome Outcome, string SpecHash, string Identity, IReadOnlyDictionary<string, string> Spec, string? Model, IReadOnlyDictionary<string, string> NetworkValues)
{
    /// <summary>All that the file says.</summary>
    public JsonElement Document { get; private init; }

    /// <summary>What the run computes on, as <c>cpu</c> or <c>cuda:0</c>; null where the manifest does not say.</summary>
    public string? Device => Document.TextAt("engine", "device");

    /// <param name="reason">Where null is returned: why, as the end of a sentence that starts with the file's name.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StoredManifest? Read(string path, out string reason)
    {
        using JsonDocument? document = JsonFile.Read(path, out reason);
        return document is null ? null : Of(document.RootElement, out reason);
    }

    /// <summary>Understands a manifest that has been parsed.</summary>
    /// <inheritdoc cref="Read"/>
    public static StoredManifest? Of(JsonElement root, out string reason)
    {
        if (root.ValueKind != JsonValueKind.Object || root.TextAt("program") != RunManifest.Program)
        {
            reason = "was not written by this program";
            return null;
        }

        if (root.WholeAt("schema") != RunManifest.Schema)
        {
            reason = $"has another schema than {RunManifest.Schema}: it was written by another version of this program";
            return null;
        }

        if (root.TextAt("spec_hash") is not { } hash || root.TextAt("run_identity") is not { } identity || RunOutcomes.Find(root.TextAt("outcome")) is not { } outcome
            || root.At("spec") is not { ValueKind: JsonValueKind.Object } spec)
        {
            reason = "lacks the outcome, the spec or its hashes";
            return null;
        }

        reason = string.Empty;
        return new StoredManifest(outcome, hash, identity, Texts(spec), root.TextAt("network", "name"), Texts(root.At("network", "values"))) { Document = root.Clone() };
    }

    /// <summary>
    /// Names of what differs from this request, of all that decides what a run computes: the model, its parameters, the spec's other fields. A field that the manifest
    /// lacks had its default.
    /// </summary>
    public IEnumerable<string> Differences(RunSpec spec, Network network) => Differences(SpecFields.All, spec, network);

    /// <inheritdoc cref="Differences(RunSpec, Network)"/>
    /// <param name="all">The spec's fields.</param>
    internal IEnumerable<string> Differences(IEnumerable<SpecField> all, RunSpec spec, Network network)
    {
        IEnumerable<string> fields = all
            .Where(field => field.Identity && field.Name is not ("model" or "dataset"))
            .Where(field => (Spec.TryGetValue(field.Name, out string? stored) ? stored : field.Json(SpecFields.Defaults)) != field.Json(spec))
            .Select(field => field.Name);
        return [.. Model == network.Name ? ParameterDifferences(network) : ["model"], .. fields];
    }

    // Each model has parameters of its own, so they are compared for one model only.
    private IEnumerable<string> ParameterDifferences(Network network) => network.Values.Keys.Union(NetworkValues.Keys, StringComparer.Ordinal)
        .Where(name => !network.Values.TryGetValue(name, out int value) || !NetworkValues.TryGetValue(name, out string? stored) || stored != NetworkDescription.Text(network, name, value))
        .Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Texts(JsonElement element) => element.ValueKind != JsonValueKind.Object
        ? []
        : element.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetRawText(), StringComparer.Ordinal);
}
