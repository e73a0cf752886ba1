using StructuralError.Core.Networks;

namespace StructuralError.Experiments.Specs;

/// <summary>
/// The default name of a run directory: <c>mnist-b-k3-s0</c>, followed by a tag for each value that is not the default, as
/// <c>mnist-b-k3-s0-noskip-width64-lr0.1-f64</c>. Two specs that compute different numbers have different names; a name that would be too long
/// ends with the beginning of the spec's hash.
/// </summary>
public static class RunName
{
    private const int MaximumLength = 120;
    private const int HashDigits = 8;

    /// <param name="ownFiles">True where the model or the data come from the user's files: then names alone do not tell runs apart, and the hash is
    /// added.</param>
    /// <param name="modelDefaults">The values of the model file's own parameters before any was overridden.</param>
    public static string Of(RunSpec spec, Network network, IReadOnlyDictionary<string, int> modelDefaults, string datasetName, string hash, bool ownFiles)
    {
        string[] parts =
        [
            Clean(datasetName), Clean(network.Name),
            .. network.Values.TryGetValue("k", out int k) ? (string[])[FormattableString.Invariant($"k{k}")] : [],
            FormattableString.Invariant($"s{spec.Seed}"),
            .. network.Values.Where(value => value.Key != "k" && (!modelDefaults.TryGetValue(value.Key, out int standard) || standard != value.Value))
                .Select(value => !network.Flags.Contains(value.Key) ? FormattableString.Invariant($"{Clean(value.Key)}{value.Value}")
                    : value.Value != 0 ? Clean(value.Key) : "no" + Clean(value.Key)),
            .. SpecFields.All.Where(field => field.Tag is not null && !field.IsDefault(spec))
                .Select(field => field.Tag + (field.IsFlag ? string.Empty : Clean(field.Text(spec)))),
        ];
        string full = string.Join('-', parts);
        if (!ownFiles && full.Length <= MaximumLength)
        {
            return full;
        }

        string head = full.Length > MaximumLength - HashDigits - 1 ? full[..(MaximumLength - HashDigits - 1)] : full;
        return $"{head}-{hash[..HashDigits]}";
    }

    /// <summary>Only letters, digits, dot, underscore, plus and minus: a name that every shell and file system takes.</summary>
    private static string Clean(string text)
    {
        string clean = string.Concat(text.Where(c => c != ':').Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '+' or '-' ? c : '_'));
        return clean.TrimStart('.', '-') is { Length: > 0 } name ? name : "_";
    }
}
