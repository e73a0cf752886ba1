using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cuda.Arguments;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Layers;

/// <summary>Largest value of each window, the first in row order of equals, or its mean; with the window as large as the image, the global mean.</summary>
internal sealed class PoolRule(string name, bool isMax, PoolShape shape, TensorShape output) : LayerRule
{
    private readonly int _features = shape.Channels * shape.Height * shape.Width;
    private ulong _winners;
    private bool _pullsBack;

    public static PoolRule Of(MaxPool2dLayer layer) =>
        new($"maxpool2d {layer.Kernel}, stride {layer.Stride}", true, Shape(layer.Input, layer.Output, layer.Kernel, layer.Kernel, layer.Stride), layer.Output);

    public static PoolRule Of(AvgPool2dLayer layer) =>
        new($"avgpool2d {layer.Kernel}, stride {layer.Stride}", false, Shape(layer.Input, layer.Output, layer.Kernel, layer.Kernel, layer.Stride),
            layer.Output);

    public static PoolRule Of(GlobalAvgPool2dLayer layer) =>
        new("globalavgpool2d", false, Shape(layer.Input, layer.Output, layer.Input.Height, layer.Input.Width, 1), layer.Output);

    public override DeviceTensor Forward(PlanBuilder plan, DeviceTensor input, DeviceTensor? skip)
    {
        ulong y = plan.ReserveActivations(output.Count);
        _winners = isMax ? plan.Reserve<int>((Int128)plan.Capacity * output.Count) : 0;
        plan.AddElementwise(
            isMax ? "maxpool_forward" : "avgpool_forward",
            output.Count,
            new PoolForwardArguments { Shape = shape, X = input.Address, Y = y, Winners = _winners });
        return plan.AddSkip(new DeviceTensor(y, output.Count, null), skip);
    }

    public override CotangentView Backward(PlanBuilder plan, CotangentView output, bool needsInput, CotangentView? add)
    {
        _pullsBack = needsInput;
        if (!needsInput)
        {
            return default;
        }

        CotangentView other = add ?? CotangentView.None(_features), to = plan.ReserveCotangents(_features);
        plan.AddCotangentwise(isMax ? "maxpool_pull_back" : "avgpool_pull_back", _features, new PoolPullBackArguments
        {
            Shape = shape,
            Output = output.ToArguments(),
            Add = other.ToArguments(),
            Winners = _winners,
            To = to.D,
            Classes = plan.Classes,
            SharedOutput = output.TableFlag,
            SharedAdd = other.TableFlag,
        });
        return to;
    }

    public override IEnumerable<LayerPlan> Describe(PlanBuilder plan)
    {
        long values = (long)plan.Capacity * (output.Count + (_pullsBack ? (long)plan.Classes * _features : 0));
        yield return new LayerPlan(
            name, string.Empty, output.ToString(), 0, 0, 0, 0, Bytes(plan, values) + (isMax ? (long)plan.Capacity * output.Count * sizeof(int) : 0));
    }

    private static PoolShape Shape(TensorShape input, TensorShape output, int windowHeight, int windowWidth, int stride) => new()
    {
        Channels = input.Channels,
        Height = input.Height,
        Width = input.Width,
        PooledHeight = output.Height,
        PooledWidth = output.Width,
        WindowHeight = windowHeight,
        WindowWidth = windowWidth,
        Stride = stride,
    };
}
