using System.Collections.Immutable;

namespace StructuralError.Core.Networks;

/// <summary>A whole number in a model file, written out or by the name of a parameter.</summary>
/// <param name="Parameter">The parameter's name, or null for a number.</param>
/// <param name="Minimum">The least value that makes sense at this place.</param>
/// <param name="Path">Where it stands in the file.</param>
internal readonly record struct SizeSpec(string? Parameter, int Number, int Minimum, string Path);

/// <summary>A truth value in a model file, written out or by the name of a parameter.</summary>
internal readonly record struct FlagSpec(string? Parameter, bool Value);

/// <summary>One layer as a model file has it: sizes may be names, shapes are not known yet.</summary>
/// <param name="Path">Where it stands in the file, as a JSON path: <c>$.layers[3].layers[0]</c>.</param>
internal abstract record LayerSpec(string Path);

internal sealed record FlattenSpec(string Path) : LayerSpec(Path);

internal sealed record LinearSpec(string Path, SizeSpec Outputs, FlagSpec Bias) : LayerSpec(Path);

internal sealed record Conv2dSpec(string Path, SizeSpec Channels, SizeSpec Kernel, SizeSpec Stride, SizeSpec Padding, FlagSpec Bias) : LayerSpec(Path);

internal sealed record ActivationSpec(string Path, ActivationKind Kind) : LayerSpec(Path);

/// <param name="IsMax">Whether the largest value of each window counts, or the mean.</param>
internal sealed record Pool2dSpec(string Path, bool IsMax, SizeSpec Kernel, SizeSpec Stride) : LayerSpec(Path)
{
    public string Name => IsMax ? "maxpool2d" : "avgpool2d";
}

internal sealed record GlobalAvgPool2dSpec(string Path) : LayerSpec(Path);

internal sealed record DropoutSpec(string Path, double Probability) : LayerSpec(Path);

/// <param name="Skip">Whether each repetition adds its input to its output.</param>
internal sealed record RepeatSpec(string Path, SizeSpec Count, FlagSpec Skip, ImmutableArray<LayerSpec> Layers) : LayerSpec(Path);
