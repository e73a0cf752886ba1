using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Experiments.Specs;

/// <summary>Manifests of runs that are asked for.</summary>
public static class RunManifests
{
    /// <summary>What is known of a run before its data and its engine are there.</summary>
    public static RunManifest Of(ResolvedSpec resolved, string specHash, Network network)
    {
        IEnumerable<(string Name, string Json)> fields = SpecFields.All.Where(field => field.IsWritten(resolved.Spec))
            .Select(field => (field.Name, Printable.WithoutSecrets(field.Json(resolved.Spec))))
            .Append(("network", JsonText.Write(writer => WriteValues(writer, network, resolved.Spec.Network))));
        return new RunManifest
        {
            Program = RunManifest.ProgramName,
            Schema = RunManifest.CurrentSchema,
            Outcome = RunOutcome.Running,
            SpecHash = specHash,
            Spec = Ordered(fields.Select(field => KeyValuePair.Create(field.Name, JsonElement.Parse(field.Json)))),
            Origins = Origins(resolved, network),
            Network = new NetworkRecord
            {
                Name = network.Name,
                Formerly = network.Formerly,
                Title = network.Title,
                Values = Ordered(network.Values.Select(
                    value => KeyValuePair.Create(value.Key, JsonElement.Parse(network.Text(value.Key, value.Value))))),
                Parameters = network.ParameterCount,
                Classes = network.Classes,
                Input = network.Input.ToString(),
                Layers = JsonElement.Parse(JsonText.Write(writer => Layer.Write(writer, network.Layers))),
            },
        };
    }

    /// <summary>What is known of a run when it begins, but for the machine, the sources, the command line and the time.</summary>
    /// <param name="device">How the run came to the engine's device; null where nothing was chosen.</param>
    public static RunManifest Of(
        ResolvedSpec resolved, RunIdentity identity, Network network, DatasetPair data, EngineInfo engine, DeviceChoice? device = null) =>
        Of(resolved, identity.SpecHash, network) with
        {
            RunIdentity = identity.WithData(data.Sha256),
            Dataset = new DatasetRecord
            {
                Name = data.Name,
                Source = Printable.WithoutSecrets(data.Source),
                TrainSamples = data.Train.Count,
                TestSamples = data.Test.Count,
                Sha256 = Ordered(data.Sha256.OrderBy(pair => pair.Key, StringComparer.Ordinal)),
                Warnings = data.Warnings.Count > 0 ? [.. data.Warnings] : null,
            },
            Engine = new EngineRecord
            {
                Device = engine.Device,
                DeviceName = device?.Name,
                DeviceReason = device?.Reason,
                Precision = engine.Precision == Precision.F64 ? "f64" : "f32",
                InstructionSet = engine.InstructionSet,
                Threads = engine.Threads,
            },
        };

    /// <summary>Asks for the run of this manifest.</summary>
    /// <param name="isSame">Whether a run that is there is the one asked for.</param>
    public static RunRequest Request(RunManifest wanted, Predicate<RunManifest> isSame) => new(isSame, stored => StoredIdentity.Differences(stored, wanted));

    /// <summary>The spec's origins, and those of the network's values that nobody gave.</summary>
    private static OrderedDictionary<string, string> Origins(ResolvedSpec resolved, Network network)
    {
        IEnumerable<string> ofNetwork = network.Values.Keys.Select(name => RunManifest.NetworkPrefix + name);
        IEnumerable<string> ofSpec = resolved.Origins.Keys.Where(name => SpecFields.Find(name)?.IsWritten(resolved.Spec) != false);
        OrderedDictionary<string, string> origins = new(StringComparer.Ordinal);
        foreach (string name in ofNetwork.Union(ofSpec).Order(StringComparer.Ordinal))
        {
            origins.Add(name, resolved.Origins.GetValueOrDefault(name, RunManifest.ModelFileOrigin));
        }

        return origins;
    }

    private static void WriteValues(Utf8JsonWriter writer, Network network, IReadOnlyDictionary<string, int> values)
    {
        writer.WriteStartObject();
        foreach ((string name, int value) in values)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(network.Text(name, value));
        }

        writer.WriteEndObject();
    }

    private static OrderedDictionary<string, T> Ordered<T>(IEnumerable<KeyValuePair<string, T>> pairs) => new(pairs, StringComparer.Ordinal);
}
