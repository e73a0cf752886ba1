using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Sweeps;

/// <summary>One dimension of a grid.</summary>
/// <param name="Key">See <see cref="Assignment.Key"/>.</param>
/// <param name="Values">In the order of the runs.</param>
public sealed record SweepAxis(string Key, ImmutableArray<string> Values)
{
    /// <summary>Reads <c>model=a,b</c> or <c>k=0..5</c>, or says what is wrong.</summary>
    /// <param name="origin">What messages begin with: <c>--grid</c>.</param>
    public static Problem? TryParse(string origin, string text, out SweepAxis? axis)
    {
        axis = null;
        int split = text.IndexOf('=', StringComparison.Ordinal);
        if (split <= 0)
        {
            return new Problem($"{origin}: '{text}' is not key=values, as {origin} model=a,b k=0..5. A file is given before {origin}.");
        }

        string key = text[..split].Trim();
        if (ValueList.TryParse($"{origin}: {key}", text[(split + 1)..], out ImmutableArray<string> values) is { } problem)
        {
            return problem;
        }

        axis = new SweepAxis(Assignment.Canonical(key), values);
        return null;
    }
}
