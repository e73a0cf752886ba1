using System.Text.Json;
using MathNet.Numerics;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Layers;

public enum ActivationKind
{
    /// <summary>max(x, 0), derivative 0 at 0.</summary>
    Relu,
    Tanh,

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>x · Φ(x), Φ the exact normal distribution function (not the tanh approximation).</summary>
    Gelu,
}

/// <summary>An elementwise function.</summary>
public sealed record ActivationLayer(ActivationKind Kind, TensorShape Shape) : Layer(Shape, Shape)
{
    public override string Type => Kind.ToString().ToLowerInvariant();

    public override bool IsRandom => false;

    public override bool IsSmooth => Kind != ActivationKind.Relu;

    internal override void WriteFields(Utf8JsonWriter writer)
    {
    }

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters) => new(
        this, input, needed, [.. input.Select(Value)], Kind == ActivationKind.Relu ? [.. input.Zip(needed, (x, wanted) => wanted && x > 0)] : needed);

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally) =>
        Kind == ActivationKind.Relu ? [.. support.Select((on, i) => on && trace.Input[i] > 0 && trace.Needed[i])] : support;

    private double Value(double x) => Kind switch
    {
        ActivationKind.Relu => Math.Max(x, 0),
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationKind.Gelu => 0.5 * x * SpecialFunctions.Erfc(-x / Math.Sqrt(2)),
        _ => throw new InvalidOperationException($"unknown activation {Kind}"),
    };
}

internal sealed record ActivationSpec(string Path, ActivationKind Function) : LayerSpec(Path)
{
    /// <summary>One for each function, by its name in small letters.</summary>
    public static IEnumerable<LayerKind> Kinds { get; } = [.. Enum.GetValues<ActivationKind>().Select(Kind)];

    public override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context) =>
        input is TensorShape shape ? (new ActivationLayer(Function, shape), shape) : (null, null);

    private static LayerKind Kind(ActivationKind function) =>
        LayerKind.WithoutSettings(function.ToString().ToLowerInvariant(), path => new ActivationSpec(path, function));
}
