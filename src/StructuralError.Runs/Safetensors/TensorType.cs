using System.Collections.Immutable;

namespace StructuralError.Runs.Safetensors;

/// <summary>An element type of the safetensors format.</summary>
/// <param name="Name">In headers: <c>F32</c>.</param>
/// <param name="Bits">Size of one element.</param>
public sealed record TensorType(string Name, int Bits)
{
    /// <summary>All types of the format, narrowest alignment first: a writer puts the last ones first.</summary>
    public static ImmutableArray<TensorType> All { get; } =
    [
        new("BOOL", 8), new("F4", 4), new("F6_E2M3", 6), new("F6_E3M2", 6), new("U8", 8), new("I8", 8),
        new("F8_E5M2", 8), new("F8_E4M3", 8), new("F8_E8M0", 8), new("F8_E4M3FNUZ", 8), new("F8_E5M2FNUZ", 8),
        new("I16", 16), new("U16", 16), new("F16", 16), new("BF16", 16), new("I32", 32), new("U32", 32),
        new("F32", 32), new("C64", 64), new("F64", 64), new("I64", 64), new("U64", 64),
    ];

    public static TensorType F32 { get; } = Find("F32")!;

    public static TensorType F64 { get; } = Find("F64")!;

    public static TensorType F16 { get; } = Find("F16")!;

    public static TensorType BF16 { get; } = Find("BF16")!;

    public static TensorType I64 { get; } = Find("I64")!;

    /// <summary>Real numbers that float64 holds exactly.</summary>
    public bool IsReal => this == F32 || this == F64 || this == F16 || this == BF16;

    /// <summary>Null where the format has no type of this name.</summary>
    public static TensorType? Find(string? name) => All.FirstOrDefault(type => type.Name == name);

    public override string ToString() => Name;
}

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
