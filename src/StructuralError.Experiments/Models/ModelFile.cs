using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.Models;

/// <summary>A model as its file describes it.</summary>
/// <param name="Defaults">The parameters it declares.</param>
/// <param name="IsOwn">Whether the file is the user's, so that its name does not identify it.</param>
/// <param name="Resolve">Makes the network from values for its parameters, the shape of a sample and the number of classes.</param>
public sealed record ModelFile(
    IReadOnlyDictionary<string, int> Defaults,
    bool IsOwn,
    Func<ImmutableSortedDictionary<string, int>, TensorShape, int, Network> Resolve)
{
    /// <summary>What it is trained for unless something else is asked for; null where it does not say.</summary>
    public string? Loss { get; init; }

    /// <summary>Reads the model of this name, or the file at this path.</summary>
    /// <inheritdoc cref="ModelLocator.Load" path="/exception"/>
    public static ModelFile Load(string model)
    {
        bool isPath = Path.GetFileName(model) != model || Path.HasExtension(model);
        return Of(ModelLocator.Default.Load(model), isPath);
    }

    /// <summary>A model that was read already.</summary>
    public static ModelFile Of(NetworkDefinition definition, bool isOwn)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new ModelFile(
            definition.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Default, StringComparer.Ordinal),
            isOwn,
            definition.Resolve)
        {
            Loss = definition.Loss,
        };
    }
}
