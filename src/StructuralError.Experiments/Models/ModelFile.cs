using StructuralError.Core.Common;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.Models;

/// <summary>A model as its file describes it.</summary>
/// <param name="IsOwn">Whether the file is the user's, so that its name does not identify it.</param>
public sealed record ModelFile(NetworkDefinition Definition, bool IsOwn)
{
    /// <summary>The parameters it declares.</summary>
    public IReadOnlyDictionary<string, int> Defaults { get; } =
        Definition.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Default, StringComparer.Ordinal);

    /// <summary>What it is trained for unless something else is asked for; null where it does not say.</summary>
    public string? Loss => Definition.Loss;

    /// <summary>Reads the model of this name, or the file at this path.</summary>
    /// <inheritdoc cref="ModelLocator.Load" path="/exception"/>
    public static ModelFile Load(string model) => new(ModelLocator.Default.Load(model), Path.GetFileName(model) != model || Path.HasExtension(model));

    /// <inheritdoc cref="NetworkDefinition.Resolve"/>
    public Network Resolve(IReadOnlyDictionary<string, int> values, TensorShape input, int classes) => Definition.Resolve(values, input, classes);
}
