using System.Collections.Immutable;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Runs.Safetensors;

namespace StructuralError.Runs.Directories;

/// <summary>A network's parameters as tensors of their own names, <c>layer0.weight</c>, <c>layer0.bias</c>, …: what is exchanged with other programs.</summary>
public static class WeightTensors
{
    /// <summary>All that keeps the tensors from being this network's parameters: names, shapes, element types. Empty where they fit.</summary>
    public static IEnumerable<string> Misfits(SafetensorsFile file, ParameterSet parameters)
    {
        foreach (Parameter parameter in parameters.Parameters)
        {
            if (file.Find(parameter.Name) is not { } entry)
            {
                yield return $"the tensor '{parameter.Name}' {Text(parameter.Shape)} is missing";
            }
            else if (!IsShape(entry, parameter.Shape))
            {
                yield return $"'{entry.Name}' has shape {TensorEntry.Text(entry.Shape)}, the model needs {Text(parameter.Shape)}";
            }
            else if (!entry.Type.IsReal)
            {
                yield return $"'{entry.Name}' is of type {entry.Type}; F16, BF16, F32 and F64 can be read";
            }
        }

        string[] surplus = [.. file.Tensors.Select(tensor => tensor.Name).Except(parameters.Parameters.Select(parameter => parameter.Name))
            .Order(StringComparer.Ordinal)];
        if (surplus.Length > 0)
        {
            string more = surplus.Length > 1 ? FormattableString.Invariant($", nor {surplus.Length - 1} more of its tensors") : string.Empty;
            yield return $"the model has no '{surplus[0]}'{more}";
        }
    }

    internal static TensorType Type(Precision precision) => precision == Precision.F64 ? TensorType.F64 : TensorType.F32;

    internal static bool IsShape(TensorEntry entry, ImmutableArray<int> shape) => entry.Shape.SequenceEqual(shape.Select(size => (long)size));

    internal static string Text(ImmutableArray<int> shape) => TensorEntry.Text(shape.Select(size => (long)size));
}
