using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>y_o = Σ_i W_oi x_i + b_o.</summary>
/// <param name="theta">All parameters of the network.</param>
/// <param name="start">Where the weight begins in θ; the bias follows it.</param>
public sealed class ScalarLinear(LinearLayer layer, double[] theta, int start) : ScalarNode
{
    private readonly int _inputs = layer.Input.Count;
    private readonly int _outputs = layer.Output.Count;
    private double[] _x = [];

    public override double[] Forward(double[] x, ScalarPass pass)
    {
        _x = x;
        double[] y = new double[_outputs];
        for (int o = 0; o < _outputs; o++)
        {
            int row = start + (o * _inputs);
            double sum = layer.HasBias ? theta[start + (_outputs * _inputs) + o] : 0;
            for (int i = 0; i < _inputs; i++)
            {
                sum += theta[row + i] * x[i];
            }

            y[o] = sum;
        }

        return y;
    }

    public override double[] Backward(double[] dy, double[] gradient)
    {
        double[] dx = new double[_inputs];
        for (int o = 0; o < _outputs; o++)
        {
            int row = start + (o * _inputs);
            for (int i = 0; i < _inputs; i++)
            {
                gradient[row + i] += dy[o] * _x[i];
                dx[i] += theta[row + i] * dy[o];
            }

            if (layer.HasBias)
            {
                gradient[start + (_outputs * _inputs) + o] += dy[o];
            }
        }

        return dx;
    }
}
