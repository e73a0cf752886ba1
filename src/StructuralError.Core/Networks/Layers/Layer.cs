using System.Collections.Immutable;
using System.Text.Json;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Layers;

/// <summary>
/// One layer of a resolved network: all sizes known, shapes checked. Shapes are those of one sample. All that this library knows of a layer stands in its file,
/// the layer and its <see cref="LayerSpec"/> one behind the other; <see cref="LayerKinds"/> lists them.
/// </summary>
public abstract record Layer(TensorShape Input, TensorShape Output)
{
    /// <summary>What manifests, and model files where they have a name for it, call it: <c>conv2d</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Whether every training step draws random numbers for it, as dropout does.</summary>
    public abstract bool IsRandom { get; }

    /// <summary>Whether its output has a derivative everywhere; ReLU and the largest value of a window have not.</summary>
    public abstract bool IsSmooth { get; }

    /// <summary>The layers of a block; other layers have none.</summary>
    public virtual ImmutableArray<Layer> Inner => [];

    /// <summary>What the layer adds to the size of a network, without the layers inside.</summary>
    internal NetworkCost Cost => new(this is ParameterLayer owner ? owner.ParameterCount : 0, NetworkCost.Values(Output), 1);

    /// <summary>Writes layers as an array: what a run computes with, whatever file they came from.</summary>
    public static void Write(Utf8JsonWriter writer, IEnumerable<Layer> layers)
    {
        writer.WriteStartArray();
        foreach (Layer layer in layers)
        {
            writer.WriteStartObject();
            writer.WriteString("type", layer.Type);
            layer.WriteFields(writer);
            writer.WriteString("input", layer.Input.ToString());
            writer.WriteString("output", layer.Output.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes what distinguishes the layer from others of its type and shapes; two different networks must not look the same.</summary>
    internal abstract void WriteFields(Utf8JsonWriter writer);

    /// <summary>The layer with the numbers of its parameter layers, in module order.</summary>
    /// <param name="next">The first number that is free.</param>
    internal virtual Layer Numbered(ref int next) => this;

    /// <summary>The forward pass in float64 by plain loops, independent of all engines; dropout as in an evaluation.</summary>
    /// <param name="needed">See <see cref="Trace.Needed"/>.</param>
    internal abstract Trace Run(double[] input, bool[] needed, ParameterValues parameters);

    /// <summary>Counts the layer's work on one sample, and follows the cotangents through it.</summary>
    /// <param name="support">Outputs at which the cotangent of some class may be other than zero.</param>
    /// <returns>The same at the input.</returns>
    internal abstract bool[] CountWork(Trace trace, bool[] support, WorkTally tally);
}
