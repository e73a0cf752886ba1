using StructuralError.Core.Common;
using StructuralError.Core.Networks;

namespace StructuralError.Tests.Engines;

/// <summary>
/// The plain models a to d, the program's own models as own-b to own-d, both built independently of the model files, and a network with layer normalisations.
/// </summary>
public static class Models
{
    public static Network Build(string model, int k, int width, int channels)
    {
        if (model is "layernorm")
        {
            return LayerNorm();
        }

        if (model is "own-b" or "own-c" or "own-d")
        {
            return Own(model, k, width, channels);
        }

        bool skip = model is "b" or "d";
        var builder = new NetworkBuilder(TensorShape.Image(1, 28, 28));
        if (model is "a" or "b")
        {
            builder.Flatten().Linear(width).Relu();
            Repeat(builder, k, skip, block => block.Linear(width).Relu());
            return builder.Linear(10).Build(model);
        }

        builder.Conv(channels, 3, padding: 1).Relu().MaxPool(2, 2);
        Repeat(builder, k, skip, block => block.Conv(channels, 3, padding: 1).Relu());
        return builder.MaxPool(2, 2).Flatten().Linear(10).Build(model);
    }

    /// <summary>ReLU after the skip, and with convolutions a hidden layer before the logits.</summary>
    private static Network Own(string model, int k, int width, int channels)
    {
        var builder = new NetworkBuilder(TensorShape.Image(1, 28, 28));
        if (model is "own-b")
        {
            builder.Flatten().Linear(width).Relu();
            Blocks(block => block.Linear(width));
            return builder.Linear(10).Build(model);
        }

        builder.Conv(channels, 3, padding: 1).Relu().MaxPool(2, 2);
        Blocks(block => block.Conv(channels, 3, padding: 1));
        return builder.MaxPool(2, 2).Flatten().Linear(128).Relu().Linear(10).Build(model);

        void Blocks(Action<NetworkBuilder> layer)
        {
            for (int i = 0; i < k; i++)
            {
                Repeat(builder, 1, model is not "own-c", layer);
                builder.Relu();
            }
        }
    }

    /// <summary>The network of <c>Reference/layernorm.py</c>.</summary>
    private static Network LayerNorm() => new NetworkBuilder(TensorShape.Image(2, 6, 5))
        .Conv(3, 3, padding: 1).LayerNorm().Relu().MaxPool(2, 2).Flatten().Linear(9).LayerNorm(1e-3, bias: false).Relu()
        .Residual(block => block.LayerNorm().Linear(9).Relu()).Linear(10).Build("layernorm");

    private static void Repeat(NetworkBuilder builder, int k, bool skip, Action<NetworkBuilder> block)
    {
        for (int i = 0; i < k; i++)
        {
            if (skip)
            {
                builder.Residual(block);
            }
            else
            {
                block(builder);
            }
        }
    }
}
