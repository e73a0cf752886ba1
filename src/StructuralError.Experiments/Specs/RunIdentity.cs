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
    internal static RunIdentity Of(IEnumerable<SpecField> fields, RunSpec spec, Network network, string datasetName, string? weightsSha256 = null)
    {
        string canonical = JsonText.Write(writer => WriteCanonical(writer, fields, spec, network, datasetName, weightsSha256));
        return new RunIdentity(canonical, Hash(canonical));
    }

    /// <summary>SHA-256 over the spec's hash and each data file's name and hash: the identity of the results.</summary>
    public string WithData(IReadOnlyDictionary<string, string> dataSha256)
    {
        var text = new StringBuilder(SpecHash);
        foreach ((string file, string sha256) in dataSha256.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(file).Append(' ').Append(sha256);
        }

        return Hash(text.ToString());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void WriteCanonical(
        Utf8JsonWriter writer, IEnumerable<SpecField> fields, RunSpec spec, Network network, string datasetName, string? weightsSha256)
    {
        var values = new SortedDictionary<string, Action>(StringComparer.Ordinal)
        {
            ["dataset"] = () => writer.WriteStringValue(datasetName),
            ["model"] = () => writer.WriteStringValue(network.Formerly ?? network.Name),
            ["classes"] = () => writer.WriteNumberValue(network.Classes),
            ["layers"] = () => Layer.Write(writer, network.Layers),
        };
        if (weightsSha256 is not null)
        {
            values["init_weights"] = () => writer.WriteStringValue(weightsSha256);
        }

        foreach (SpecField field in fields.Where(field => field.IsHashed(spec)))
        {
            values.TryAdd(field.Name, () => field.Write(writer, spec));
        }

        writer.WriteStartObject();
        foreach ((string name, Action write) in values)
        {
            writer.WritePropertyName(name);
            write();
        }

        writer.WriteEndObject();
    }
}
