using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Experiments.Specs;

/// <summary>What makes two runs the same run: what is computed, and on which data. Paths, threads and the clock are not part of it.</summary>
/// <param name="CanonicalSpec">The spec and the network as JSON, keys in ordinal order, without white space.</param>
/// <param name="SpecHash">SHA-256 of <paramref name="CanonicalSpec"/>, hexadecimal.</param>
public sealed record RunIdentity(string CanonicalSpec, string SpecHash)
{
    /// <param name="datasetName">The data's real name, never <c>auto</c>.</param>
    /// <param name="weightsSha256">SHA-256 of the file that the parameters come from; null where the seed draws them.</param>
    public static RunIdentity Of(RunSpec spec, Network network, string datasetName, string? weightsSha256 = null) =>
        Of(SpecFields.All, spec, network, datasetName, weightsSha256);

    /// <inheritdoc cref="Of(RunSpec, Network, string, string?)"/>
    /// <param name="fields">Those of the spec.</param>
    internal static RunIdentity Of(IEnumerable<SpecField> fields, RunSpec spec, Network network, string datasetName, string? weightsSha256 = null) => Of(
    [
        ("dataset", writer => writer.WriteStringValue(datasetName)),
        ("model", writer => writer.WriteStringValue(network.Formerly ?? network.Name)),
        ("classes", writer => writer.WriteNumberValue(network.Classes)),
        ("layers", writer => Layer.Write(writer, network.Layers)),
        ("init_weights", weightsSha256 is null ? null : writer => writer.WriteStringValue(weightsSha256)),
        .. fields.Where(field => field.IsHashed(spec)).Select(field => (field.Name, (Action<Utf8JsonWriter>?)(writer => field.Write(writer, spec)))),
    ]);

    /// <param name="values">What writes the value of each key, null for none. Where a key comes twice, the first is taken.</param>
    internal static RunIdentity Of(IEnumerable<(string Name, Action<Utf8JsonWriter>? Write)> values)
    {
        var sorted = ImmutableSortedDictionary.CreateBuilder<string, Action<Utf8JsonWriter>?>(StringComparer.Ordinal);
        foreach ((string name, Action<Utf8JsonWriter>? write) in values)
        {
            _ = sorted.TryAdd(name, write);
        }

        string canonical = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach ((string name, Action<Utf8JsonWriter>? write) in sorted)
            {
                if (write is not null)
                {
                    writer.WritePropertyName(name);
                    write(writer);
                }
            }

            writer.WriteEndObject();
        });
        return new RunIdentity(canonical, Hash(canonical));
    }

    /// <summary>SHA-256 over the spec's hash and each data file's name and hash: the identity of the results.</summary>
    public string WithData(IReadOnlyDictionary<string, string> dataSha256)
    {
        IEnumerable<string> files = dataSha256.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}");
        return Hash(string.Join('\n', files.Prepend(SpecHash)));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
