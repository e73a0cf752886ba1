using System.Collections.Immutable;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Sweeps;

/// <summary>The command line that a spec stands for, for child processes and for people.</summary>
public static class SpecArguments
{
    private const string ModelField = "model";

    /// <summary>
    /// The options of <c>train</c> for what is not left to the defaults: the model, its parameters, then the other fields in the order of their table.
    /// </summary>
    /// <param name="network">Tells which of the model's parameters are flags.</param>
    public static ImmutableArray<string> Of(ResolvedSpec resolved, Network network) =>
        [.. Assignments(resolved, network).SelectMany(assignment => assignment.ToArguments())];

    /// <summary>The same as values, from which the spec can be built again.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static ImmutableArray<Assignment> Assignments(ResolvedSpec resolved, Network network)
    {
        RunSpec spec = resolved.Spec;
        IEnumerable<SpecField> given = SpecFields.All.Where(field => resolved.Origins[field.Name] != SpecBuilder.DefaultOrigin || !field.IsDefault(spec));
        return
        [
            .. given.Where(field => field.Name == ModelField).Select(field => new Assignment(field.Name, field.Text(spec))),
            .. spec.Network.Select(value => new Assignment(value.Key, network.Text(value.Key, value.Value))),
            .. given.Where(field => field.Name != ModelField).Select(field => new Assignment(field.Name, field.Text(spec))),
        ];
    }
}
