using StructuralError.Core.Common;

namespace StructuralError.Tests.Oracle;

/// <summary>Which inputs a pooling output sees.</summary>
public static class PoolingWindow
{
    /// <summary>Indices into the input image of the window of output number <paramref name="output"/>, in row order.</summary>
    public static int[] Inputs(TensorShape input, TensorShape pooled, int kernel, int stride, int output)
    {
        int channel = output / pooled.Positions;
        int row = output % pooled.Positions / pooled.Width * stride;
        int column = output % pooled.Width * stride;
        return
        [
            .. from a in Enumerable.Range(0, kernel)
               from b in Enumerable.Range(0, kernel)
               select (((channel * input.Height) + row + a) * input.Width) + column + b,
        ];
    }
}
