using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Networks;

/// <summary>Starting values of all parameters, the same as PyTorch's for the same seed.</summary>
public static class Initialization
{
    /// <summary>
    /// Draws every weight and bias in float32, in module order, weight before bias, and sets the momentum to zero.
    /// A scheme other than <see cref="InitScheme.Default"/> then overwrites the weights, in module order: what a PyTorch program gets that
    /// builds its network and applies <c>nn.init.…_</c> to each weight. Biases keep their default draw.
    /// </summary>
    /// <remarks>
    /// Default: weight <c>kaiming_uniform_(a=√5)</c>, bias uniform over ±1/√fan_in. The He schemes use the gain of ReLU, √2; the others gain 1.
    /// Bounds and deviations are computed in float64, in PyTorch's order of operations, so that uniform values are equal bit for bit.
    /// Source: PyTorch, <c>torch/nn/init.py</c>, <c>torch/nn/modules/linear.py</c>, <c>torch/nn/modules/conv.py</c>.
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
            Draw(parameters.Weight(layer), values => DrawDefaultWeight(values, layer, generator));
            if (parameters.Bias(layer) is Parameter bias)
            {
                double bound = 1 / Math.Sqrt(layer.FanIn);
                Draw(bias, values => generator.FillUniform(values, -bound, bound));
            }
        }

        if (scheme != InitScheme.Default)
        {
            foreach (ParameterLayer layer in network.ParameterLayers)
            {
                Draw(parameters.Weight(layer), values => DrawWeight(values, layer, generator, scheme));
            }
        }
    }

    private static void DrawDefaultWeight(Span<float> values, ParameterLayer layer, TorchGenerator generator)
    {
        // Mathematically the bound is 1/√fan_in; PyTorch arrives there with these roundings.
        double slope = Math.Sqrt(5);
        double gain = Math.Sqrt(2 / (1 + (slope * slope)));
        FillUniformWithDeviation(values, generator, gain / Math.Sqrt(layer.FanIn));
    }

    private static void DrawWeight(Span<float> values, ParameterLayer layer, TorchGenerator generator, InitScheme scheme)
    {
        double he = Math.Sqrt(2) / Math.Sqrt(layer.FanIn);
        double xavier = Math.Sqrt(2 / ((double)layer.FanIn + layer.FanOut));
        switch (scheme)
        {
            case InitScheme.HeUniform:
                FillUniformWithDeviation(values, generator, he);
                break;
            case InitScheme.HeNormal:
                generator.FillNormal(values, 0, he);
                break;
            case InitScheme.XavierUniform:
                FillUniformWithDeviation(values, generator, xavier);
                break;
            case InitScheme.XavierNormal:
                generator.FillNormal(values, 0, xavier);
                break;
            case InitScheme.Orthogonal:
                OrthogonalMatrix.Fill(values, layer.WeightShape[0], generator);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "this scheme draws no weights of its own");
        }
    }

    private static void FillUniformWithDeviation(Span<float> values, TorchGenerator generator, double deviation)
    {
        double bound = Math.Sqrt(3) * deviation;
        generator.FillUniform(values, -bound, bound);
    }

    private delegate void FloatFill(Span<float> values);

    private static void Draw(Parameter parameter, FloatFill fill)
    {
        float[] values = new float[parameter.Values.Length];
        fill(values);
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
