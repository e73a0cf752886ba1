using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>
/// y[o, r, c] = b_o + Σ_{i,a,b} W[o, i, a, b] · x[i, r·stride + a − padding, c·stride + b − padding], x zero outside the image.
/// </summary>
/// <inheritdoc cref="ScalarLinear" path="/param"/>
public sealed class ScalarConv2d(Conv2dLayer layer, double[] theta, int start) : ScalarNode
{
    private double[] _x = [];

    public override double[] Forward(double[] x, ScalarPass pass)
    {
        _x = x;
        double[] y = new double[layer.Output.Count];
        if (layer.HasBias)
        {
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = theta[start + layer.WeightCount + (i / layer.Output.Positions)];
            }
        }

        ForEachTerm((output, weight, input) => y[output] += theta[start + weight] * x[input]);
        return y;
    }

    public override double[] Backward(double[] dy, double[] gradient)
    {
        double[] dx = new double[layer.Input.Count];
        ForEachTerm((output, weight, input) =>
        {
            gradient[start + weight] += dy[output] * _x[input];
            dx[input] += theta[start + weight] * dy[output];
        });
        if (layer.HasBias)
        {
            for (int i = 0; i < dy.Length; i++)
            {
                gradient[start + layer.WeightCount + (i / layer.Output.Positions)] += dy[i];
            }
        }

        return dx;
    }

    /// <summary>Visits every product of the sum above whose input lies inside the image, as indices into y, W and x.</summary>
    private void ForEachTerm(Action<int, int, int> visit)
    {
        (int height, int width) = (layer.Input.Height, layer.Input.Width);
        int output = 0;
        for (int o = 0; o < layer.Output.Channels; o++)
        {
            for (int r = 0; r < layer.Output.Height; r++)
            {
                for (int c = 0; c < layer.Output.Width; c++, output++)
                {
                    int weight = o * layer.FanIn;
                    for (int i = 0; i < layer.Input.Channels; i++)
                    {
                        for (int a = 0; a < layer.Kernel; a++)
                        {
                            for (int b = 0; b < layer.Kernel; b++, weight++)
                            {
                                int row = (r * layer.Stride) + a - layer.Padding;
                                int column = (c * layer.Stride) + b - layer.Padding;
                                if (row >= 0 && row < height && column >= 0 && column < width)
                                {
                                    visit(output, weight, (((i * height) + row) * width) + column);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
