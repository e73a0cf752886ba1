using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>y = the largest x of each window, the first in row order where several are equal; only that x gets the derivative.</summary>
public sealed class ScalarMaxPool2d(MaxPool2dLayer layer) : ScalarNode
{
    private int[] _winner = [];

    public override double[] Forward(double[] x, ScalarPass pass)
    {
        double scale = x.Max(value => Math.Abs(value));
        _winner = new int[layer.Output.Count];
        for (int output = 0; output < _winner.Length; output++)
        {
            int[] window = PoolingWindow.Inputs(layer.Input, layer.Output, layer.Kernel, layer.Stride, output);
            int winner = window[0];
            foreach (int input in window)
            {
                // A NaN wins and stays, as in PyTorch.
                if (x[input] > x[winner] || (double.IsNaN(x[input]) && !double.IsNaN(x[winner])))
                {
                    winner = input;
                }
            }

            _winner[output] = winner;
            foreach (int input in window)
            {
                pass.Kinks.Add(x[winner] - x[input], scale);
                if (pass.Sides?.IsOther(x[winner] - x[input], scale) ?? false)
                {
                    _winner[output] = input;
                }
            }
        }

        return [.. _winner.Select(input => x[input])];
    }

    public override double[] Backward(double[] dy, double[] gradient)
    {
        double[] dx = new double[layer.Input.Count];
        for (int output = 0; output < dy.Length; output++)
        {
            dx[_winner[output]] += dy[output];
        }

        return dx;
    }
}
