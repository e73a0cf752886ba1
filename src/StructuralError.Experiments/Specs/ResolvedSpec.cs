using System.Collections.Immutable;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Specs;

/// <summary>A spec with where each value came from.</summary>
/// <param name="Origins">
/// By field name, or <c>network.k</c> for a model's parameter: <c>default</c>, <c>config FILE</c> or the option. Fields that kept their default are listed too.
/// </param>
/// <param name="Problems">Everything wrong with it; a spec with problems must not be run.</param>
public sealed record ResolvedSpec(RunSpec Spec, ImmutableSortedDictionary<string, string> Origins, ImmutableArray<Problem> Problems)
{
    /// <summary>The origin of a value that a program gave.</summary>
    public const string CodeOrigin = "code";

    /// <summary>The spec with one field decided otherwise.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="origin">Where its value comes from.</param>
    internal ResolvedSpec With(RunSpec spec, string field, string origin) => this with { Spec = spec, Origins = Origins.SetItem(field, origin) };

    /// <summary>A spec that a program made.</summary>
    public static ResolvedSpec Of(RunSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        IEnumerable<KeyValuePair<string, string>> fields =
            SpecFields.All.Select(field => KeyValuePair.Create(field.Name, field.IsDefault(spec) ? SpecBuilder.DefaultOrigin : CodeOrigin));
        IEnumerable<KeyValuePair<string, string>> parameters = spec.Network.Keys.Select(name => KeyValuePair.Create("network." + name, CodeOrigin));
        return new ResolvedSpec(
            spec, ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, fields.Concat(parameters)), [.. RunSpecValidator.Check(spec)]);
    }
}
