using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>y_channel = the mean over all positions of the channel.</summary>
public sealed class ScalarGlobalAvgPool2d(GlobalAvgPool2dLayer layer) : ScalarNode
{
    private readonly int _positions = layer.Input.Positions;

    public override double[] Forward(double[] x, ScalarPass pass) =>
        [.. Enumerable.Range(0, layer.Input.Channels).Select(channel => x.Skip(channel * _positions).Take(_positions).Average())];

    public override double[] Backward(double[] dy, double[] gradient) =>
        [.. Enumerable.Range(0, layer.Input.Count).Select(input => dy[input / _positions] / _positions)];
}
