using System.Text;
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
        var parts = new List<string> { Clean(datasetName), Clean(network.Name) };
        if (network.Values.TryGetValue("k", out int k))
        {
            parts.Add(FormattableString.Invariant($"k{k}"));
        }

        parts.Add(FormattableString.Invariant($"s{spec.Seed}"));
        foreach ((string name, int value) in network.Values)
        {
            if (name != "k" && (!modelDefaults.TryGetValue(name, out int standard) || standard != value))
            {
                parts.Add(network.Flags.Contains(name)
                    ? (value != 0 ? Clean(name) : "no" + Clean(name))
                    : FormattableString.Invariant($"{Clean(name)}{value}"));
            }
        }

        foreach (SpecField field in SpecFields.All)
        {
            if (field.Tag is not null && !field.IsDefault(spec))
            {
                parts.Add(field.Tag + (field.IsFlag ? string.Empty : Clean(field.Text(spec))));
            }
        }

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
        var clean = new StringBuilder(text.Length);
        foreach (char c in text.Replace(":", string.Empty, StringComparison.Ordinal))
        {
            clean.Append(char.IsLetterOrDigit(c) || c is '.' or '_' or '+' or '-' ? c : '_');
        }

        return clean.ToString().TrimStart('.', '-') is { Length: > 0 } name ? name : "_";
    }
}
