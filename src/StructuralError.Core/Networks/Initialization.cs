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
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(generator);
        _ = InitSchemeNames.NameOf(scheme);
        ThrowIfNotOfNetwork(parameters, network);

        foreach (ParameterLayer layer in network.ParameterLayers)
        {
            Parameter weight = parameters.Weight(layer);
            Parameter? bias = parameters.Bias(layer);
            float[] weights = new float[weight.Values.Length], biases = new float[bias?.Values.Length ?? 0];
            layer.Start(weights, biases, generator);
            Set(weight, weights);
            if (bias is not null)
            {
                Set(bias, biases);
            }
        }

        foreach (ParameterLayer layer in scheme == InitScheme.Default ? [] : network.ParameterLayers)
        {
            if (layer.Fans is Fans fans)
            {
                Parameter weight = parameters.Weight(layer);
                float[] weights = new float[weight.Values.Length];
                Draw(weights, fans, layer.WeightShape[0], generator, scheme);
                Set(weight, weights);
            }
        }
    }

    private static void Draw(Span<float> values, Fans fans, int rows, TorchGenerator generator, InitScheme scheme)
    {
        double he = Math.Sqrt(2) / Math.Sqrt(fans.In);
        double xavier = Math.Sqrt(2 / ((double)fans.In + fans.Out));
        switch (scheme)
        {
            case InitScheme.HeUniform:
                generator.FillUniformWithDeviation(values, he);
                break;
            case InitScheme.HeNormal:
                generator.FillNormal(values, 0, he);
                break;
            case InitScheme.XavierUniform:
                generator.FillUniformWithDeviation(values, xavier);
                break;
            case InitScheme.XavierNormal:
                generator.FillNormal(values, 0, xavier);
                break;
            case InitScheme.Orthogonal:
                OrthogonalMatrix.Fill(values, rows, generator);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "this scheme draws no weights of its own");
        }
    }

    private static void Set(Parameter parameter, float[] values)
    {
        for (int p = 0; p < values.Length; p++)
        {
            parameter.Values[p] = values[p];
        }

        Array.Clear(parameter.Momentum);
    }

    private static void ThrowIfNotOfNetwork(ParameterSet parameters, Network network)
    {
        IEnumerable<(string, int)> expected = network.ParameterLayers.SelectMany(layer => layer.HasBias
            ? new[] { ($"layer{layer.Index}.weight", layer.WeightCount), ($"layer{layer.Index}.bias", layer.BiasCount) }
            : [($"layer{layer.Index}.weight", layer.WeightCount)]);
        if (!parameters.Parameters.Select(parameter => (parameter.Name, parameter.Values.Length)).SequenceEqual(expected))
        {
            throw new ArgumentException($"these are not the parameters of network '{network.Name}'", nameof(parameters));
        }
    }
}
