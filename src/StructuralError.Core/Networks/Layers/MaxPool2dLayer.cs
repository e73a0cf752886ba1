using StructuralError.Core.Common;

namespace StructuralError.Core.Networks.Layers;

/// <summary>Largest value of each window; the first one in row order where several are equal.</summary>
public sealed record MaxPool2dLayer(TensorShape Input, TensorShape Output, int Kernel, int Stride) : Pool2dLayer(Input, Output, Kernel, Stride)
{
    internal static LayerKind Kind { get; } =
        Pool2dSpec.Kind("maxpool2d", (input, output, kernel, stride) => new MaxPool2dLayer(input, output, kernel, stride));

    public override string Type => Kind.Name;

    public override bool IsSmooth => false;

    internal override Trace Run(double[] input, bool[] needed, ParameterValues parameters)
    {
        int[] winners = new int[Output.Count];
        for (int o = 0; o < winners.Length; o++)
        {
            winners[o] = -1;
            foreach (int at in Window.InputsOf(this, o))
            {
                winners[o] = winners[o] < 0 || input[at] > input[winners[o]] ? at : winners[o];
            }
        }

        return new Trace(this, input, needed, [.. winners.Select(w => input[w])], [.. winners.Select(w => needed[w])]) { Winners = winners };
    }

    internal override bool[] CountWork(Trace trace, bool[] support, WorkTally tally)
    {
        bool[] reached = new bool[trace.Input.Length];
        for (int o = 0; o < support.Length; o++)
        {
            reached[trace.Winners[o]] |= support[o] && trace.Needed[trace.Winners[o]];
        }

        return reached;
    }
}
