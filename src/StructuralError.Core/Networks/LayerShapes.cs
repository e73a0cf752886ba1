using System.Numerics;
using StructuralError.Core.Common;

namespace StructuralError.Core.Networks;

/// <summary>
/// The shape rule of each kind of layer. An input shape or size of null is unknown because of an earlier problem; the rule then says what it
/// can. Returned are the layer, null where there is none, and the output's shape, null where it is unknown.
/// </summary>
/// <remarks>
/// A window of size k moved by steps of s over n + 2p values has ⌊(n + 2p − k) / s⌋ + 1 places. Nothing here multiplies in 32 bits:
/// sizes may be absurd, and <see cref="NetworkCost"/> refuses them with their figure.
/// </remarks>
internal sealed class LayerShapes(ProblemList problems)
{
    public (Layer? Layer, TensorShape? Output) Flatten(FlattenSpec spec, TensorShape? input)
    {
        if (input is not TensorShape shape)
        {
            return (null, null);
        }

        if (shape.IsVector)
        {
            // Already flat: nothing to compute.
            return (null, shape);
        }

        if (Count(shape) > int.MaxValue)
        {
            problems.Add(spec.Path, $"flattening {shape} would give {Wording.Number(Count(shape))} features; at most {Wording.Number(int.MaxValue)} can be");
            return (null, null);
        }

        TensorShape output = TensorShape.Vector((int)Count(shape));
        return (new FlattenLayer(shape, output), output);
    }

    public (Layer? Layer, TensorShape? Output) Linear(LinearSpec spec, TensorShape? input, int? outputs, bool bias)
    {
        TensorShape? output = outputs is int size ? TensorShape.Vector(size) : null;
        if (input is TensorShape { IsVector: false } image)
        {
            problems.Add(spec.Path, $"linear works on a vector, but its input is an image, {image}; put \"flatten\" before it");
            return (null, output);
        }

        return input is TensorShape from && output is TensorShape to ? (new LinearLayer(0, from, to, bias), to) : (null, output);
    }

    public (Layer? Layer, TensorShape? Output) Conv2d(Conv2dSpec spec, TensorShape? input, int? channels, int? kernel, int? stride, int? padding, bool bias)
    {
        if (Image(spec.Path, "conv2d", input) is not TensorShape image
            || channels is not int c || kernel is not int k || stride is not int s || padding is not int p)
        {
            return (null, null);
        }

        if (p >= k)
        {
            problems.Add(spec.Path, $"padding {p} with a kernel of {k} would let windows see nothing but zeros; padding must be below the kernel's size");
            return (null, null);
        }

        TensorShape? output = Windows(spec.Path, $"conv2d's kernel {k}×{k}", image, c, k, s, p);
        return output is TensorShape to ? (new Conv2dLayer(0, image, to, k, s, p, bias), to) : (null, null);
    }

    public (Layer? Layer, TensorShape? Output) Pool2d(Pool2dSpec spec, TensorShape? input, int? kernel, int? stride)
    {
        if (Image(spec.Path, spec.Name, input) is not TensorShape image || kernel is not int k || stride is not int s)
        {
            return (null, null);
        }

        TensorShape? output = Windows(spec.Path, $"{spec.Name}'s window {k}×{k}", image, image.Channels, k, s, 0);
        return output is not TensorShape to ? (null, null)
            : spec.IsMax ? (new MaxPool2dLayer(image, to, k, s), to)
            : (new AvgPool2dLayer(image, to, k, s), to);
    }

    public (Layer? Layer, TensorShape? Output) GlobalAvgPool2d(GlobalAvgPool2dSpec spec, TensorShape? input)
    {
        if (Image(spec.Path, "globalavgpool2d", input) is not TensorShape image)
        {
            return (null, null);
        }

        TensorShape output = TensorShape.Image(image.Channels, 1, 1);
        return (new GlobalAvgPool2dLayer(image, output), output);
    }

    /// <summary>Values of a tensor, without overflow.</summary>
    public static BigInteger Count(TensorShape shape) => (BigInteger)shape.Channels * shape.Height * shape.Width;

    public static NetworkCost Cost(Layer layer)
    {
        BigInteger parameters = layer switch
        {
            LinearLayer linear => Count(linear.Output) * (Count(linear.Input) + (linear.HasBias ? 1 : 0)),
            Conv2dLayer conv => conv.Output.Channels * (((BigInteger)conv.Input.Channels * conv.Kernel * conv.Kernel) + (conv.HasBias ? 1 : 0)),
            _ => 0,
        };
        return new NetworkCost(parameters, Count(layer.Output), 1);
    }

    private TensorShape? Image(string path, string name, TensorShape? input)
    {
        if (input is TensorShape { IsVector: true } vector)
        {
            problems.Add(path, $"{name} works on an image, but its input is a vector, {vector}; put it before \"flatten\" and linear layers");
            return null;
        }

        return input;
    }

    private TensorShape? Windows(string path, string what, TensorShape image, int channels, int kernel, int stride, int padding)
    {
        long height = image.Height + (2L * padding);
        long width = image.Width + (2L * padding);
        if (kernel > height || kernel > width)
        {
            string padded = padding == 0 ? string.Empty : $" with padding {padding}";
            problems.Add(path, $"{what} is larger than its input, {height}×{width}{padded}; choose a smaller one");
            return null;
        }

        long rows = ((height - kernel) / stride) + 1;
        long columns = ((width - kernel) / stride) + 1;
        if (rows > int.MaxValue || columns > int.MaxValue)
        {
            problems.Add(path, $"the output would have {Wording.Number(rows)}×{Wording.Number(columns)} positions; choose a smaller padding");
            return null;
        }

        return TensorShape.Image(channels, (int)rows, (int)columns);
    }
}
