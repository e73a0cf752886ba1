using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks.Layers;

/// <summary>A pool with a square window.</summary>
public abstract record Pool2dLayer(TensorShape Input, TensorShape Output, int Kernel, int Stride) : Layer(Input, Output)
{
    public sealed override bool IsRandom => false;

    private protected Window Window => new(Kernel, Kernel, Stride);

    internal sealed override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteNumber("kernel", Kernel);
        writer.WriteNumber("stride", Stride);
    }
}

/// <summary>A pool as a model file has it: <c>{ "maxpool2d": 2 }</c>, the stride then as large, or with fields.</summary>
/// <param name="Name">The layer's, for messages.</param>
/// <param name="Make">The layer of an input, an output, a kernel and a stride.</param>
internal sealed record Pool2dSpec(string Path, string Name, SizeSpec Kernel, SizeSpec Stride, Func<TensorShape, TensorShape, int, int, Layer> Make)
    : LayerSpec(Path)
{
    public static LayerKind Kind(string name, Func<TensorShape, TensorShape, int, int, Layer> make) =>
        LayerKind.Needing(name, $"{{ \"{name}\": 2 }}", settings => Read(settings, make));

    public override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context)
    {
        int? kernel = context.Size(Kernel), stride = context.Size(Stride);
        if (context.Image(Path, Name, input) is not TensorShape image || kernel is not int k || stride is not int s)
        {
            return (null, null);
        }

        TensorShape? output = context.Windows(Path, $"{Name}'s window {k}×{k}", image, image.Channels, k, s, 0);
        return output is TensorShape to ? (Make(image, to, k, s), to) : (null, null);
    }

    private static Pool2dSpec? Read(LayerSettings settings, Func<TensorShape, TensorShape, int, int, Layer> make)
    {
        if (!settings.AreFields)
        {
            return settings.Size() is SizeSpec size ? new Pool2dSpec(settings.Path, settings.Kind.Name, size, size, make) : null;
        }

        settings.Name("kernel", "stride");
        SizeSpec? kernel = settings.Size("kernel", 1, null);
        SizeSpec? stride = settings.TryGet("stride", out _) ? settings.Size("stride", 1, null) : kernel;
        return kernel is SizeSpec k && stride is SizeSpec s ? new Pool2dSpec(settings.Path, settings.Kind.Name, k, s, make) : null;
    }
}
