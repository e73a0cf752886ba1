using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>y = the mean of each window.</summary>
public sealed class ScalarAvgPool2d(AvgPool2dLayer layer) : ScalarNode
{
    public override double[] Forward(double[] x, ScalarPass pass) =>
        [.. Enumerable.Range(0, layer.Output.Count).Select(output => Window(output).Average(input => x[input]))];

    public override double[] Backward(double[] dy, double[] gradient)
    {
        double[] dx = new double[layer.Input.Count];
        for (int output = 0; output < dy.Length; output++)
        {
            foreach (int input in Window(output))
            {
                dx[input] += dy[output] / (layer.Kernel * layer.Kernel);
            }
        }

        return dx;
    }

    private int[] Window(int output) => PoolingWindow.Inputs(layer.Input, layer.Output, layer.Kernel, layer.Stride, output);
}
