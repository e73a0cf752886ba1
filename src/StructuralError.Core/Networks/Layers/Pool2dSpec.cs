using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks.Layers;

/// <summary>A pool with a square window as a model file has it: <c>{ "maxpool2d": 2 }</c>, the stride then as large, or with fields.</summary>
/// <param name="Name">The layer's, for messages.</param>
internal abstract record Pool2dSpec(string Path, string Name, SizeSpec Kernel, SizeSpec Stride) : LayerSpec(Path)
{
    public sealed override (Layer? Layer, TensorShape? Output) Resolve(TensorShape? input, LayerContext context)
    {
        int? kernel = context.Size(Kernel), stride = context.Size(Stride);
        if (context.Image(Path, Name, input) is not TensorShape image || kernel is not int k || stride is not int s)
        {
            return (null, null);
        }

        TensorShape? output = context.Windows(Path, $"{Name}'s window {k}×{k}", image, image.Channels, k, s, 0);
        return output is TensorShape to ? (Layer(image, to, k, s), to) : (null, null);
    }

    protected abstract Layer Layer(TensorShape input, TensorShape output, int kernel, int stride);

    protected static LayerSpec? Read(LayerSettings settings, Func<SizeSpec, SizeSpec, LayerSpec> make)
    {
        if (!settings.AreFields)
        {
            return settings.Size() is SizeSpec size ? make(size, size) : null;
        }

        settings.Name("kernel", "stride");
        SizeSpec? kernel = settings.Size("kernel", 1, null);
        SizeSpec? stride = settings.TryGet("stride", out _) ? settings.Size("stride", 1, null) : kernel;
        return kernel is SizeSpec k && stride is SizeSpec s ? make(k, s) : null;
    }
}
