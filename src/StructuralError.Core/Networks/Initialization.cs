using StructuralError.Core.Networks.Layers;
using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Networks;

/// <summary>Starting values of all parameters, the same as PyTorch's for the same seed.</summary>
public static class Initialization
{
    /// <summary>
    /// Sets every weight and bias as its layer starts, drawn in float32, in module order, weight before bias, and the momentum to zero.
    /// A scheme other than <see cref="InitScheme.Default"/> then overwrites the weights of linear layers and convolutions, in module order: what a PyTorch
    /// program gets that builds its network and applies <c>nn.init.…_</c> to each weight. Biases keep their default draw.
    /// </summary>
    /// <remarks>
    /// How a layer starts stands in its file (<see cref="ParameterLayer.Start"/>). The He schemes use the gain of ReLU, √2; the others gain 1.
    /// Bounds and deviations are computed in float64, in PyTorch's order of operations, so that uniform values are equal bit for bit.
    /// Source: PyTorch, <c>torch/nn/init.py</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The parameters are not those of <paramref name="network"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scheme"/> is none of the enumeration's.</exception>
    public static void Initialize(ParameterSet parameters, Network network, TorchGenerator generator, InitScheme scheme)
    {
        if (parameters.Layout != ParameterSet.LayoutOf(network))
        {
            throw new ArgumentException($"these are not the parameters of network '{network.Name}'", nameof(parameters));
        }

        foreach (ParameterLayer layer in network.ParameterLayers)
        {
            float[] weights = new float[layer.WeightCount], biases = new float[layer.HasBias ? layer.BiasCount : 0];
            layer.Start(weights, biases, generator);
            Set(parameters.Weight(layer), weights);
            if (parameters.Bias(layer) is { } bias)
            {
                Set(bias, biases);
            }
        }

        foreach (ParameterLayer layer in scheme == InitScheme.Default ? [] : network.ParameterLayers)
        {
            if (layer.Fans is Fans fans)
            {
                float[] weights = new float[layer.WeightCount];
                Draw(weights, fans, layer.WeightShape[0], generator, scheme);
                Set(parameters.Weight(layer), weights);
            }
        }
    }

    private static void Draw(Span<float> values, Fans fans, int rows, TorchGenerator generator, InitScheme scheme)
    {
        bool isHe = scheme is InitScheme.HeUniform or InitScheme.HeNormal;
        double deviation = isHe ? Math.Sqrt(2) / Math.Sqrt(fans.In) : Math.Sqrt(2 / ((double)fans.In + fans.Out));
        switch (scheme)
        {
            case InitScheme.HeUniform or InitScheme.XavierUniform:
                generator.FillUniformWithDeviation(values, deviation);
                break;
            case InitScheme.HeNormal or InitScheme.XavierNormal:
                generator.FillNormal(values, 0, deviation);
                break;
            case InitScheme.Orthogonal:
                OrthogonalMatrix.Fill(values, rows, generator);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "not an initialisation scheme");
        }
    }

    private static void Set(Parameter parameter, float[] values)
    {
        Array.Copy(values, parameter.Values, values.Length);
        Array.Clear(parameter.Momentum);
    }
}
