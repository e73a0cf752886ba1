using StructuralError.Networks;

namespace StructuralError.Benchmarks.Work;

/// <summary>Which inputs a position of a convolution's output sees.</summary>
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
}
