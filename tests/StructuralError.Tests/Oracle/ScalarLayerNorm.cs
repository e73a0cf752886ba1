using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>y_i = w_i x̂_i + b_i, x̂ = (x − mean x) / √(var x + ε) over all values of the sample.</summary>
/// <inheritdoc cref="ScalarLinear" path="/param"/>
public sealed class ScalarLayerNorm(LayerNormLayer layer, double[] theta, int start) : ScalarNode
{
    private readonly int _count = layer.Shape.Count;
    private double[] _normalized = [];
    private double _deviation;

    public override double[] Forward(double[] x, ScalarPass pass)
    {
        double mean = x.Sum() / _count, squares = 0;
        foreach (double value in x)
        {
            squares += (value - mean) * (value - mean);
        }

        _deviation = Math.Sqrt((squares / _count) + layer.Epsilon);
        _normalized = [.. x.Select(value => (value - mean) / _deviation)];
        return [.. _normalized.Select((value, i) => (theta[start + i] * value) + (layer.HasBias ? theta[start + _count + i] : 0))];
    }

    /// <summary>By the definition: ∂x̂_j/∂x_i = (δ_ij − 1/F − x̂_i x̂_j / F) / √(var x + ε).</summary>
    public override double[] Backward(double[] dy, double[] gradient)
    {
        double[] dx = new double[_count];
        for (int j = 0; j < _count; j++)
        {
            gradient[start + j] += dy[j] * _normalized[j];
            if (layer.HasBias)
            {
                gradient[start + _count + j] += dy[j];
            }

            double g = theta[start + j] * dy[j];
            for (int i = 0; i < _count && g != 0; i++)
            {
                dx[i] += g * ((i == j ? 1 : 0) - ((1 + (_normalized[i] * _normalized[j])) / _count)) / _deviation;
            }
        }

        return dx;
    }
}
