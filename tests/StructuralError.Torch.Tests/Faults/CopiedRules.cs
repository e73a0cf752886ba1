using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Torch.Tests.Faults;

/// <summary>
/// The rules of this program's engines once more, by plain loops over one sample: forward, C cotangents back, and each layer's part of A, with one fault in
/// them if wanted.
/// </summary>
internal sealed class CopiedRules(Network network, ParameterSet parameters, Fault fault)
{
    private readonly double[] _a = new double[network.Classes * network.Classes];

    /// <summary>A, row-major.</summary>
    public double[] Matrix(double[] pixels)
    {
        Array.Clear(_a);
        Func<double[], double[]> back = Through(network.Layers, pixels, out double[] logits);
        double[] unit = new double[_a.Length];
        for (int c = 0; c < logits.Length; c++)
        {
            unit[(c * logits.Length) + c] = 1;
        }

        _ = back(unit);
        return [.. _a];
    }

    /// <summary>Forward through layers; what is returned carries cotangents [C, outputs] to [C, inputs], and adds to A on its way.</summary>
    private Func<double[], double[]> Through(IEnumerable<Layer> layers, double[] x, out double[] y)
    {
        Func<double[], double[]> back = b => b;
        foreach (Layer layer in layers)
        {
            Func<double[], double[]> own = Through(layer, x, out x), later = back;
            back = b => later(own(b));
        }

        y = x;
        return back;
    }

    private Func<double[], double[]> Through(Layer layer, double[] x, out double[] y)
    {
        switch (layer)
        {
            case LinearLayer linear: return Linear(linear, x, out y);
            case Conv2dLayer conv: return Convolution(conv, x, out y);
            case LayerNormLayer norm: return Normalization(norm, x, out y);
            case ActivationLayer { Kind: ActivationKind.Relu }:
                y = [.. x.Select(v => Math.Max(v, 0))];
                return Factors([.. x.Select(v => v > 0 || fault == Fault.ReluWithoutMask ? 1.0 : 0)]);
            case ActivationLayer { Kind: ActivationKind.Gelu }:
                y = [.. x.Select(v => v * Phi(v))];
                return Factors([.. x.Select(v => Phi(v) + (fault == Fault.GeluDensityForgotten ? 0 : v * Math.Exp(-v * v / 2) / Math.Sqrt(2 * Math.PI)))]);
            case MaxPool2dLayer pool: return Pool(pool, pool.Kernel, pool.Stride, x, isMaximum: true, out y);
            case AvgPool2dLayer pool: return Pool(pool, pool.Kernel, pool.Stride, x, isMaximum: false, out y);
            case FlattenLayer:
                y = x;
                return b => b;
            case ResidualLayer block:
                Func<double[], double[]> inner = Through(block.Layers, x, out double[] added);
                y = [.. x.Zip(added, (h, f) => h + f)];
                return b => fault == Fault.SkipForgotten ? inner(b) : [.. b.Zip(inner(b), (h, f) => h + f)];
            default:
                throw new NotSupportedException(layer.Type);
        }
    }

    private Func<double[], double[]> Linear(LinearLayer layer, double[] x, out double[] y)
    {
        double[] w = parameters.Weight(layer).Values;
        double[] bias = parameters.Bias(layer)!.Values;
        int inputs = x.Length, outputs = bias.Length;
        y = [.. Enumerable.Range(0, outputs).Select(o => bias[o] + Enumerable.Range(0, inputs).Sum(i => w[(o * inputs) + i] * x[i]))];
        return b =>
        {
            double norm = x.Sum(v => v * v) + (fault == Fault.LinearBiasLeftOut ? 0 : 1);
            AddGram(b, outputs, norm);
            bool isTurned = fault == Fault.LinearNotTransposed && inputs == outputs;
            return Rows(b, outputs, row => [.. Enumerable.Range(0, inputs).Select(i => Enumerable.Range(0, outputs).Sum(o => row[o] * (isTurned ? w[(i * inputs) + o] : w[(o * inputs) + i])))]);
        };
    }

    private Func<double[], double[]> Convolution(Conv2dLayer layer, double[] x, out double[] y)
    {
        double[] w = parameters.Weight(layer).Values;
        double[] bias = parameters.Bias(layer)!.Values;
        int channels = layer.Output.Channels, positions = layer.Output.Positions, patch = layer.FanIn;
        double[] values = new double[layer.Output.Count];
        for (int at = 0; at < values.Length; at++)
        {
            (int o, int t) = (at / positions, at % positions);
            values[at] = bias[o] + Enumerable.Range(0, patch).Sum(p => Place(layer, p, t, layer.Padding) is int i ? w[(o * patch) + p] * x[i] : 0);
        }

        y = values;
        return b =>
        {
            int seen = fault == Fault.ConvolutionPaddingForgotten ? 0 : layer.Padding;
            AddGram(Rows(b, values.Length, row => Jacobian(layer, row, x, seen)), (channels * patch) + channels, 1);
            return Rows(b, values.Length, row =>
            {
                double[] back = new double[x.Length];
                for (int at = 0; at < row.Length; at++)
                {
                    for (int p = 0; p < patch; p++)
                    {
                        if (Place(layer, p, at % positions, layer.Padding) is int i)
                        {
                            back[i] += row[at] * w[(at / positions * patch) + p];
                        }
                    }
                }

                return back;
            });
        };
    }

    /// <summary>∂f_c/∂W and ∂f_c/∂b of one class.</summary>
    private double[] Jacobian(Conv2dLayer layer, double[] row, double[] x, int padding)
    {
        int positions = layer.Output.Positions, patch = layer.FanIn;
        IEnumerable<double> weights =
            from o in Enumerable.Range(0, layer.Output.Channels)
            from p in Enumerable.Range(0, patch)
            select Enumerable.Range(0, positions).Sum(t => Place(layer, p, t, padding) is int i ? row[(o * positions) + t] * x[i] : 0);
        int summed = fault == Fault.ConvolutionBiasAtOnePosition ? 1 : positions;
        return [.. weights, .. Enumerable.Range(0, layer.Output.Channels).Select(o => row.Skip(o * positions).Take(summed).Sum())];
    }

    /// <summary>Input that entry <paramref name="p"/> of the patch at position <paramref name="t"/> reads; null in the padding.</summary>
    private static int? Place(Conv2dLayer layer, int p, int t, int padding)
    {
        int channel = p / (layer.Kernel * layer.Kernel), inside = p % (layer.Kernel * layer.Kernel);
        int row = (t / layer.Output.Width * layer.Stride) - padding + (inside / layer.Kernel);
        int column = (t % layer.Output.Width * layer.Stride) - padding + (inside % layer.Kernel);
        bool isInside = row >= 0 && row < layer.Input.Height && column >= 0 && column < layer.Input.Width;
        return isInside ? (((channel * layer.Input.Height) + row) * layer.Input.Width) + column : null;
    }

    private Func<double[], double[]> Normalization(LayerNormLayer layer, double[] x, out double[] y)
    {
        double[] w = parameters.Weight(layer).Values;
        double[] bias = parameters.Bias(layer)!.Values;
        double mean = x.Average(), deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + layer.Epsilon);
        double[] normal = [.. x.Select(v => (v - mean) / deviation)];
        y = [.. normal.Select((v, i) => (w[i] * v) + bias[i])];
        return b =>
        {
            AddGram(Rows(b, x.Length, row => [.. row.Zip(normal, (r, v) => r * v), .. row]), 2 * x.Length, 1);
            return Rows(b, x.Length, row =>
            {
                double[] g = [.. row.Zip(w, (r, v) => r * v)];
                double average = fault == Fault.LayerNormMeanForgotten ? 0 : g.Average(), slope = g.Zip(normal, (a, v) => a * v).Average();
                return [.. g.Zip(normal, (a, v) => (a - average - (v * slope)) / deviation)];
            });
        };
    }

    private Func<double[], double[]> Pool(Layer layer, int kernel, int stride, double[] x, bool isMaximum, out double[] y)
    {
        int[][] windows = [.. Enumerable.Range(0, layer.Output.Count).Select(o => Window(layer, kernel, stride, o))];
        y = [.. windows.Select(window => isMaximum ? window.Max(i => x[i]) : window.Average(i => x[i]))];
        return b => Rows(b, windows.Length, row =>
        {
            double[] back = new double[x.Length];
            for (int o = 0; o < row.Length; o++)
            {
                int[] window = windows[o];
                int[] taken = !isMaximum ? window : fault == Fault.MaxPoolLastOfWindow ? window[^1..] : [window.MaxBy(i => x[i])];
                foreach (int i in taken)
                {
                    back[i] += isMaximum || fault == Fault.AveragePoolUndivided ? row[o] : row[o] / window.Length;
                }
            }

            return back;
        });
    }

    private static int[] Window(Layer layer, int kernel, int stride, int output)
    {
        int channel = output / layer.Output.Positions, t = output % layer.Output.Positions;
        int top = t / layer.Output.Width * stride, left = t % layer.Output.Width * stride;
        return [.. Enumerable.Range(0, kernel * kernel).Select(i =>
            (((channel * layer.Input.Height) + top + (i / kernel)) * layer.Input.Width) + left + (i % kernel))];
    }

    private Func<double[], double[]> Factors(double[] factors) => b => Rows(b, factors.Length, row => [.. row.Zip(factors, (r, f) => r * f)]);

    private double[] Rows(double[] b, int length, Func<double[], double[]> map) =>
        [.. Enumerable.Range(0, network.Classes).SelectMany(c => map(b[(c * length)..((c + 1) * length)]))];

    private void AddGram(double[] rows, int length, double factor)
    {
        int classes = network.Classes;
        for (int i = 0; i < classes * classes; i++)
        {
            (int a, int c) = (i / classes, i % classes);
            _a[i] += factor * Enumerable.Range(0, length).Sum(p => rows[(a * length) + p] * rows[(c * length) + p]);
        }
    }

    private static double Phi(double x) => 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-x / Math.Sqrt(2));
}
