using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Engines;

/// <summary>Draws networks over every layer type, with odd sizes, remainders that do not fill a vector, and heads of every kind.</summary>
/// <param name="dropout">Whether dropout layers are among them.</param>
public sealed class RandomNetworks(System.Random random, bool dropout)
{
    /// <summary>Multiply-adds of one convolution, above which another is drawn: the oracle is slow.</summary>
    private const int LargestConvolution = 100_000;

    private const int FewestChannels = 3;
    private const int FewestNormalized = 5;
    private const int MostNormalized = 200;

    private static readonly ActivationKind[] Activations = Enum.GetValues<ActivationKind>();

    public Network Draw()
    {
        int classes = random.Next(2, 14);
        bool image = random.Next(3) > 0;
        var builder = new NetworkBuilder(image
            ? TensorShape.Image(random.Next(1, 5), random.Next(3, 13), random.Next(3, 13))
            : TensorShape.Vector(random.Next(1, 40)));
        if (image)
        {
            Repeat(random.Next(1, 5), () => AddImageLayer(builder, depth: 0));
            if (random.Next(5) == 0)
            {
                builder.Conv(classes, random.Next(1, Math.Min(builder.Shape.Height, builder.Shape.Width) + 1)).GlobalAvgPool();
                return builder.Flatten().Build();
            }

            _ = random.Next(4) == 0 ? builder.GlobalAvgPool().Flatten() : builder.Flatten();
        }

        Repeat(random.Next(0, 4), () => AddVectorLayer(builder, depth: 0));
        return AddHead(builder, classes).Build();
    }

    /// <summary>He-like weights with a gain of 0.5 to 2 (a flat network and a steep one), biases that keep some units dead.</summary>
    public ParameterSet DrawParameters(Network network)
    {
        var parameters = new ParameterSet(network);
        foreach (ParameterLayer layer in network.ParameterLayers)
        {
            double scale = (0.5 + (1.5 * random.NextDouble())) / Math.Sqrt(layer.Fans?.In ?? 4);
            Fill(parameters.Weight(layer), scale);
            if (parameters.Bias(layer) is { } bias)
            {
                Fill(bias, 0.3);
            }
        }

        return parameters;
    }

    /// <summary>Standard normal, by Box and Muller's formula.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static void Repeat(int count, Action action)
    {
        for (int i = 0; i < count; i++)
        {
            action();
        }
    }

    private void AddImageLayer(NetworkBuilder builder, int depth)
    {
        int smallest = Math.Min(builder.Shape.Height, builder.Shape.Width);
        switch (random.Next(11))
        {
            case <= 3 when depth == 0:
                AddConvolution(builder);
                break;
            case 4 when depth == 0 && smallest >= 2:
                builder.MaxPool(random.Next(2, Math.Min(smallest, 3) + 1), random.Next(1, 4));
                break;
            case 5 when depth == 0 && smallest >= 2:
                builder.AvgPool(random.Next(2, Math.Min(smallest, 3) + 1), random.Next(1, 4));
                break;
            case 6 when dropout:
                builder.Dropout(random.NextDouble());
                break;
            case 7 or 8 when depth < 2:
                builder.Residual(block =>
                {
                    int kernel = random.Next(3) switch { 0 => 1, 1 => 3, _ => builder.Shape.Count > 200 ? 3 : 5 };
                    block.Conv(block.Shape.Channels, kernel, padding: kernel / 2, bias: random.Next(4) > 0);
                    AddImageLayer(block, depth + 1);
                });
                break;
            case 10 when CanNormalize(builder):
                builder.LayerNorm(bias: random.Next(4) > 0);
                break;
            default:
                builder.Activation(Activations[random.Next(Activations.Length)]);
                break;
        }
    }

    /// <summary>
    /// Not where few channels came before: normalised, a multiple of one vector hardly depends on the factor, and an image of one channel not at all on that
    /// channel's bias. What is left is rounding, which no two ways of computing have in common.
    /// </summary>
    private static bool CanNormalize(NetworkBuilder builder) => builder.Narrowest >= FewestChannels && builder.Shape.Count is >= FewestNormalized and <= MostNormalized;

    private void AddConvolution(NetworkBuilder builder)
    {
        while (true)
        {
            int kernel = new[] { 1, 2, 3, 5 }[random.Next(4)];
            int stride = random.Next(1, 4), padding = random.Next(0, 3), channels = random.Next(1, 21);
            int height = builder.Shape.Height + (2 * padding) - kernel, width = builder.Shape.Width + (2 * padding) - kernel;
            if (height >= 0 && width >= 0
                && ((height / stride) + 1) * ((width / stride) + 1) * channels * builder.Shape.Channels * kernel * kernel <= LargestConvolution)
            {
                builder.Conv(channels, kernel, stride, padding, bias: random.Next(4) > 0);
                return;
            }
        }
    }

    private void AddVectorLayer(NetworkBuilder builder, int depth)
    {
        switch (random.Next(9))
        {
            case <= 2 when depth == 0:
                builder.Linear(random.Next(1, 36), bias: random.Next(4) > 0);
                break;
            case 3 when dropout:
                builder.Dropout(random.NextDouble());
                break;
            case 4 or 5 when depth < 2 && builder.Shape.Count <= 100:
                builder.Residual(block =>
                {
                    block.Linear(block.Shape.Count, bias: random.Next(4) > 0);
                    AddVectorLayer(block, depth + 1);
                });
                break;
            case 8 when CanNormalize(builder):
                builder.LayerNorm(bias: random.Next(4) > 0);
                break;
            default:
                builder.Activation(Activations[random.Next(Activations.Length)]);
                break;
        }
    }

    /// <summary>Mostly a linear layer with bias, as in the paper; sometimes one without, or something after it.</summary>
    private NetworkBuilder AddHead(NetworkBuilder builder, int classes) => random.Next(10) switch
    {
        0 => builder.Linear(classes, bias: false),
        1 => builder.Linear(classes).Activation(Activations[random.Next(Activations.Length)]),
        2 => builder.Linear(classes).Residual(block => block.Linear(classes).Activation(ActivationKind.Tanh)),
        _ => builder.Linear(classes),
    };

    private void Fill(Parameter parameter, double scale)
    {
        for (int i = 0; i < parameter.Values.Length; i++)
        {
            // Float32 values, so that both precisions compute with the same numbers.
            parameter.Values[i] = (float)(scale * Normal());
        }
    }
}
