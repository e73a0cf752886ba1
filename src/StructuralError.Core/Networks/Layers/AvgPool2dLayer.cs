using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Layers;

/// <summary>Mean of each window.</summary>
public sealed record AvgPool2dLayer(TensorShape Input, TensorShape Output, int Kernel, int Stride) : Pool2dLayer(Input, Output, Kernel, Stride)
{
    internal static LayerKind Kind { get; } =
        Pool2dSpec.Kind("avgpool2d", (input, output, kernel, stride) => new AvgPool2dLayer(input, output, kernel, stride));

    public override string Type => Kind.Name;

    public override bool IsSmooth => true;

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters) => Window.Means(this, input, needed);

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally) => Window.Spread(trace, support);
}
