using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks.Layers;

/// <summary>What the shape rules of layers share: the values of a model's parameters, and where problems go.</summary>
/// <param name="values">Values of the model's parameters.</param>
/// <param name="classes">C, the data set's number of classes.</param>
/// <remarks>
/// A window of size k moved by steps of s over n + 2p values has ⌊(n + 2p − k) / s⌋ + 1 places. Nothing here multiplies in 32 bits:
/// sizes may be absurd, and <see cref="NetworkCost"/> refuses them with their figure.
/// </remarks>
internal sealed class LayerContext(ImmutableSortedDictionary<string, int> values, int classes, ProblemList problems)
{
    public void AddProblem(string path, string message) => problems.Add(path, message);

    /// <summary>Null where it is too small, which is then noted.</summary>
    public int? Size(SizeSpec size)
    {
        int value = size.Name switch
        {
            null => size.Number,
            ValueReader.Classes => classes,
            string name => values[name],
        };
        if (value >= size.Minimum)
        {
            return value;
        }

        problems.Add(size.Path, $"parameter '{size.Name}' is {value}, but at least {size.Minimum} is needed here");
        return null;
    }

    public bool Flag(FlagSpec flag) => flag.Name is string name ? values[name] != 0 : flag.Value;

    /// <summary>The input of a layer that works on images; null where it is none, which is then noted.</summary>
    public TensorShape? Image(string path, string name, TensorShape? input)
    {
        if (input is TensorShape { IsVector: true } vector)
        {
            problems.Add(path, $"{name} works on an image, but its input is a vector, {vector}; put it before \"flatten\" and linear layers");
            return null;
        }

        return input;
    }

    /// <summary>The output of a layer that moves a square window over an image.</summary>
    /// <param name="what">The window, for messages: <c>conv2d's kernel 3×3</c>.</param>
    public TensorShape? Windows(string path, string what, TensorShape image, int channels, int kernel, int stride, int padding)
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
