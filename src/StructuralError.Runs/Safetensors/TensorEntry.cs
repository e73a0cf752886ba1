using System.Collections.Immutable;

namespace StructuralError.Runs.Safetensors;

/// <summary>One tensor as a header describes it.</summary>
/// <param name="Shape">Row-major; empty for a single number.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">The byte after the last.</param>
public sealed record TensorEntry(string Name, TensorType Type, ImmutableArray<long> Shape, long Begin, long End)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary><c>[128, 784]</c>.</summary>
    public static string Text(IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Select(size => size.ToString(System.Globalization.CultureInfo.InvariantCulture)))}]";
}
