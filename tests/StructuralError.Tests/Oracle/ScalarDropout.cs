using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>y_i = keep_i · x_i / (1 − p) in training, y = x otherwise. The mask belongs to the sample: all its backward passes share it.</summary>
/// <param name="number">Place among the network's dropout layers, depth first.</param>
public sealed class ScalarDropout(DropoutLayer layer, int number) : ScalarNode
{
    private double[] _factor = [];

    public DropoutLayer Layer { get; } = layer;

    public int Number { get; } = number;

    public override double[] Forward(double[] x, ScalarPass pass)
    {
        bool[]? keep = pass.Masks?.Invoke(this);
        _factor = [.. x.Select((_, i) => keep is null ? 1.0 : keep[i] ? 1 / (1 - Layer.Probability) : 0)];
        return Scaled(x);
    }

    public override double[] Backward(double[] dy, double[] gradient) => Scaled(dy);

    private double[] Scaled(double[] values) => [.. values.Select((value, i) => value * _factor[i])];
}
