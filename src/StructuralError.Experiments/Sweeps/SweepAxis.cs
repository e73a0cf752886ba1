using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Sweeps;

/// <summary>One dimension of a grid.</summary>
/// <param name="Key">See <see cref="Assignment.Key"/>.</param>
/// <param name="Values">In the order of the runs.</param>
public sealed record SweepAxis(string Key, ImmutableArray<string> Values)
{
    /// <summary>Reads <c>model=a,b</c> or <c>k=0..5</c>.</summary>
    /// <param name="origin">What messages begin with: <c>--grid</c>.</param>
    /// <param name="problems">Receives what is wrong with it; then the axis is null.</param>
    public static SweepAxis? Parse(string origin, string text, ICollection<Problem> problems)
    {
        int split = text.IndexOf('=', StringComparison.Ordinal);
        string key = text[..Math.Max(0, split)].Trim();
        ImmutableArray<string> values = [];
        Problem? problem = split > 0
            ? ValueList.TryParse($"{origin}: {key}", text[(split + 1)..], out values)
            : new Problem($"{origin}: '{text}' is not key=values, as {origin} model=a,b k=0..5. A file is given before {origin}.");
        if (problem is not null)
        {
            problems.Add(problem);
            return null;
        }

        return new SweepAxis(Assignment.Canonical(key), values);
    }
}
