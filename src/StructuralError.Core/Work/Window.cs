using StructuralError.Core.Networks;

namespace StructuralError.Core.Work;

/// <summary>Which inputs an output sees.</summary>
internal static class Window
{
    /// <summary>Index in the patch (input channel, row, column of the kernel) and index of the input, for every entry that does not lie in the padding.</summary>
    public static IEnumerable<(int Patch, int Input)> Of(Conv2dLayer layer, int position)
    {
        int top = (position / layer.Output.Width * layer.Stride) - layer.Padding, left = (position % layer.Output.Width * layer.Stride) - layer.Padding;
        for (int patch = 0; patch < layer.FanIn; patch++)
        {
            int channel = patch / (layer.Kernel * layer.Kernel);
            int row = top + (patch / layer.Kernel % layer.Kernel), column = left + (patch % layer.Kernel);
            if (row >= 0 && row < layer.Input.Height && column >= 0 && column < layer.Input.Width)
            {
                yield return (patch, (((channel * layer.Input.Height) + row) * layer.Input.Width) + column);
            }
        }
    }

    /// <summary>Inputs of one output of a pool, in row order.</summary>
    public static IEnumerable<int> OfPool(Layer pool, int output)
    {
        (int height, int width, int stride) = pool switch
        {
            MaxPool2dLayer max => (max.Kernel, max.Kernel, max.Stride),
            AvgPool2dLayer mean => (mean.Kernel, mean.Kernel, mean.Stride),
            _ => (pool.Input.Height, pool.Input.Width, 1),
        };
        int channel = output / pool.Output.Positions, top = output % pool.Output.Positions / pool.Output.Width * stride, left = output % pool.Output.Width * stride;
        for (int cell = 0; cell < height * width; cell++)
        {
            yield return (((channel * pool.Input.Height) + top + (cell / width)) * pool.Input.Width) + left + (cell % width);
        }
    }
}
