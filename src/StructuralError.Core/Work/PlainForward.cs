using MathNet.Numerics;
using StructuralError.Core.Networks;

namespace StructuralError.Core.Work;

/// <summary>The forward pass in float64 by plain loops, independent of the engine, with masks and winners kept.</summary>
internal sealed class PlainForward(ParameterSet parameters)
{
    /// <param name="values">The layers' input; holds their output afterwards.</param>
    /// <param name="needed">See <see cref="Trace"/>; that of the output afterwards.</param>
    public Trace[] Run(IReadOnlyList<Layer> layers, ref double[] values, ref bool[] needed)
    {
        var traces = new Trace[layers.Count];
        for (int i = 0; i < layers.Count; i++)
        {
            (traces[i], values, needed) = Run(layers[i], values, needed);
        }

        return traces;
    }

    private (Trace Trace, double[] Output, bool[] Needed) Run(Layer layer, double[] input, bool[] needed)
    {
        switch (layer)
        {
            case FlattenLayer:
                return (new Trace(layer, input, needed, [], []), input, needed);
            case LinearLayer linear:
                return (new Trace(layer, input, needed, [], []), Linear(linear, input), All(layer.Output.Count));
            case Conv2dLayer conv:
                return (new Trace(layer, input, needed, [], []), Convolve(conv, input), All(layer.Output.Count));
            case ActivationLayer { Kind: ActivationKind.Relu }:
                return (new Trace(layer, input, needed, [], []), [.. input.Select(x => Math.Max(x, 0))], [.. input.Zip(needed, (x, wanted) => wanted && x > 0)]);
            case ActivationLayer smooth:
                return (new Trace(layer, input, needed, [], []), [.. input.Select(x => Value(smooth.Kind, x))], needed);
            case DropoutLayer:
                // Counted as the network is evaluated; a training step drops more.
                return (new Trace(layer, input, needed, [], []), input, needed);
            case AvgPool2dLayer or GlobalAvgPool2dLayer:
                return (new Trace(layer, input, needed, [], []), Means(layer, input), [.. Enumerable.Range(0, layer.Output.Count).Select(o => Window.OfPool(layer, o).Any(i => needed[i]))]);
            case MaxPool2dLayer pool:
                int[] winners = Winners(pool, input);
                return (new Trace(layer, input, needed, winners, []), [.. winners.Select(w => input[w])], [.. winners.Select(w => needed[w])]);
            case ResidualLayer residual:
                (double[] inner, bool[] innerNeeded) = (input, needed);
                Trace[] traces = Run(residual.Layers, ref inner, ref innerNeeded);
                return (new Trace(layer, input, needed, [], traces), [.. input.Zip(inner, (a, b) => a + b)], [.. needed.Zip(innerNeeded, (a, b) => a || b)]);
            default:
                throw new NotSupportedException($"the work of {layer.GetType().Name} is not counted");
        }
    }

    private double[] Linear(LinearLayer layer, double[] x)
    {
        double[] w = parameters.Weight(layer).Values;
        double[] y = Bias(layer, 1);
        for (int o = 0; o < y.Length; o++)
        {
            for (int i = 0; i < x.Length; i++)
            {
                y[o] += w[(o * x.Length) + i] * x[i];
            }
        }

        return y;
    }

    private double[] Convolve(Conv2dLayer layer, double[] x)
    {
        double[] w = parameters.Weight(layer).Values;
        double[] y = Bias(layer, layer.Output.Positions);
        for (int t = 0; t < layer.Output.Positions; t++)
        {
            foreach ((int patch, int input) in Window.Of(layer, t))
            {
                for (int o = 0; o < layer.Output.Channels; o++)
                {
                    y[(o * layer.Output.Positions) + t] += w[(o * layer.FanIn) + patch] * x[input];
                }
            }
        }

        return y;
    }

    private double[] Bias(ParameterLayer layer, int positions)
    {
        double[] y = new double[layer.Output.Count];
        if (parameters.Bias(layer) is Parameter bias)
        {
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = bias.Values[i / positions];
            }
        }

        return y;
    }

    private static double Value(ActivationKind kind, double x) => kind switch
    {
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        _ => 0.5 * x * SpecialFunctions.Erfc(-x / Math.Sqrt(2)),
    };

    private static double[] Means(Layer layer, double[] x) =>
        [.. Enumerable.Range(0, layer.Output.Count).Select(o => Window.OfPool(layer, o).Average(i => x[i]))];

    private static int[] Winners(MaxPool2dLayer layer, double[] x)
    {
        int[] winners = new int[layer.Output.Count];
        for (int o = 0; o < winners.Length; o++)
        {
            winners[o] = -1;
            foreach (int at in Window.OfPool(layer, o))
            {
                winners[o] = winners[o] < 0 || x[at] > x[winners[o]] ? at : winners[o];
            }
        }

        return winners;
    }

    private static bool[] All(int count) => [.. Enumerable.Repeat(true, count)];
}
