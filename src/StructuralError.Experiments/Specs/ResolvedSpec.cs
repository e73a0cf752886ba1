using System.Collections.Immutable;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Specs;

/// <summary>A spec with where each value came from.</summary>
/// <param name="Origins">
/// By field name, or <c>network.k</c> for a model's parameter: <c>default</c>, <c>config FILE</c> or the option. Fields that kept their default are listed too.
/// </param>
/// <param name="Problems">Everything wrong with it; a spec with problems must not be run.</param>
public sealed record ResolvedSpec(RunSpec Spec, ImmutableSortedDictionary<string, string> Origins, ImmutableArray<Problem> Problems);
