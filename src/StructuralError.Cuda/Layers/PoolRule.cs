using System.Runtime.InteropServices;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Layers;

/// <summary>Largest value of each window, the first in row order of equals, or its mean; with the window as large as the image, the global mean.</summary>
internal sealed class PoolRule(Layer layer, string name, bool isMax, int windowHeight, int windowWidth, int stride) : LayerRule
{
    private readonly int _features = layer.Input.Count;
    private ulong _winners;
    private bool _pullsBack;

    public static PoolRule Of(MaxPool2dLayer layer) =>
        new(layer, $"maxpool2d {layer.Kernel}, stride {layer.Stride}", true, layer.Kernel, layer.Kernel, layer.Stride);

    public static PoolRule Of(AvgPool2dLayer layer) =>
        new(layer, $"avgpool2d {layer.Kernel}, stride {layer.Stride}", false, layer.Kernel, layer.Kernel, layer.Stride);

    public static PoolRule Of(GlobalAvgPool2dLayer layer) => new(layer, "globalavgpool2d", false, layer.Input.Height, layer.Input.Width, 1);

    private PoolShape Shape => new()
    {
        Channels = layer.Input.Channels,
        Height = layer.Input.Height,
        Width = layer.Input.Width,
        PooledHeight = layer.Output.Height,
        PooledWidth = layer.Output.Width,
        WindowHeight = windowHeight,
        WindowWidth = windowWidth,
        Stride = stride,
    };

    public override DeviceTensor Forward(PlanBuilder plan, DeviceTensor input, DeviceTensor? skip)
    {
        ulong y = plan.ReserveActivations(layer.Output.Count);
        _winners = isMax ? plan.Reserve<int>((Int128)plan.Capacity * layer.Output.Count) : 0;
        plan.AddElementwise(
            isMax ? "maxpool_forward" : "avgpool_forward",
            layer.Output.Count,
            new PoolForwardArguments { Shape = Shape, X = input.Address, Y = y, Winners = _winners });
        return plan.AddSkip(new DeviceTensor(y, layer.Output.Count, null), skip);
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
            Shape = Shape,
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
        long values = layer.Output.Count + (_pullsBack ? (long)plan.Classes * _features : 0), winners = isMax ? layer.Output.Count : 0;
        long bytes = plan.Capacity * ((values * plan.ElementBytes) + (winners * sizeof(int)));
        yield return new LayerPlan(name, string.Empty, layer.Output.ToString(), 0, 0, 0, 0, bytes);
    }

    /// <summary><c>Kernels/maxpool_forward.cu</c> and <c>avgpool_forward.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PoolForwardArguments
    {
        public Replicas Replicas;
        public PoolShape Shape;
        public ulong X, Y, Winners;
    }

    /// <summary><c>Kernels/maxpool_pull_back.cu</c> and <c>avgpool_pull_back.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PoolPullBackArguments
    {
        public Replicas Replicas;
        public PoolShape Shape;
        public Cotangents Output, Add;
        public ulong Winners, To;
        public int Classes, SharedOutput, SharedAdd, Reserved;
    }

    /// <summary>Windows of a pooling layer; <c>Kernels/pooling.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PoolShape
    {
        public int Channels, Height, Width, PooledHeight, PooledWidth, WindowHeight, WindowWidth, Stride;
    }
}
