using System.Runtime.InteropServices;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Layers;

/// <summary>
/// y = W x + b, a ReLU behind it and the end of a skip in the same launch. A⁽ˡ⁾ = (‖x‖² + 1)·B Bᵀ, B the cotangents at y (paper, section 4: the Jacobian of a
/// linear layer is B ⊗ (x, 1)); where the logits are y, B = I and nothing is summed.
/// </summary>
internal sealed class LinearRule(LinearLayer layer, bool relu) : LayerRule
{
    private const int ForwardRows = 8;
    private const int ForwardColumns = 16;
    private const int ForwardThreads = 256;
    private const int PullBackTile = 32;
    private const int PullBackThreads = 128;

    private readonly int _inputs = layer.Input.Count;
    private readonly int _outputs = layer.Output.Count;
    private DeviceTensor? _input;
    private ActivationDerivative? _derivative;
    private bool _pullsBack;

    public override bool OwnsParameters => true;

    public override DeviceTensor Forward(PlanBuilder plan, DeviceTensor input, DeviceTensor? skip)
    {
        _input = input;
        ulong y = plan.ReserveActivations(_outputs), sum = skip is null ? 0 : plan.ReserveActivations(_outputs);
        plan.Forward.Add(KernelLaunch.Of(
            plan.Entry("linear_forward"),
            PlanBuilder.Tiles(_outputs, ForwardColumns),
            PlanBuilder.Tiles(plan.Capacity, ForwardRows),
            ForwardThreads,
            new LinearForwardArguments
            {
                X = input.Address,
                Weights = plan.Updates.Weights(layer),
                Bias = plan.Updates.Bias(layer),
                Y = y,
                Skip = skip?.Address ?? 0,
                Sum = sum,
                Inputs = _inputs,
                Outputs = _outputs,
                Relu = relu ? 1 : 0,
            }));
        _derivative = relu ? new ActivationDerivative(FactorMode.Positive, y) : null;
        return skip is null ? new DeviceTensor(y, _outputs, _derivative) : new DeviceTensor(sum, _outputs, null);
    }

    public override CotangentView Backward(PlanBuilder plan, CotangentView output, bool needsInput, CotangentView? add)
    {
        CotangentView rows = plan.Through(output, _derivative);
        ulong gradient = plan.ReserveActivations(_outputs);
        plan.Updates.Add(layer, gradient, _input!);
        _pullsBack = needsInput;
        if (rows.IsIdentity)
        {
            plan.Gram.AddIdentity(layer, rows, _input!, gradient);

            // Every sample has the same cotangents: the rows of W.
            var weights = new CotangentView(plan.Updates.Weights(layer), 0, _inputs);
            return needsInput && add is not null ? plan.Combine(weights, add) : weights;
        }

        plan.Gram.Add(layer, rows, _input, gradient);
        return needsInput ? PullBack(plan, rows, add ?? CotangentView.None(_inputs)) : default;
    }

    public override IEnumerable<LayerPlan> Describe(PlanBuilder plan)
    {
        long macs = (long)_inputs * _outputs, parameters = macs + (layer.HasBias ? _outputs : 0), classes = plan.Classes;
        bool isOutput = ReferenceEquals(layer, plan.Network.Layers[^1]);
        long pulledBack = _pullsBack && !isOutput ? classes : 0;
        yield return new LayerPlan(
            layer.Name,
            "norm",
            layer.Output.ToString(),
            macs,
            pulledBack * macs,
            (isOutput ? 0 : classes * (classes + 1) / 2 * _outputs) + _inputs,
            parameters,
            plan.ElementBytes * ((3 * parameters) + (plan.Capacity * (_outputs + (pulledBack * _inputs)))));
    }

    private CotangentView PullBack(PlanBuilder plan, CotangentView rows, CotangentView add)
    {
        CotangentView to = plan.ReserveCotangents(_inputs);
        plan.Backward.Add(KernelLaunch.Of(
            plan.Entry("linear_pull_back"),
            PlanBuilder.Tiles(_inputs, PullBackTile),
            PlanBuilder.Tiles((long)plan.Capacity * plan.Classes, PullBackTile),
            PullBackThreads,
            new LinearPullBackArguments
            {
                Output = rows.ToArguments(),
                Add = add.ToArguments(),
                Weights = plan.Updates.Weights(layer),
                To = to.D,
                Classes = plan.Classes,
                SharedOutput = rows.TableFlag,
                SharedAdd = add.TableFlag,
            }));
        return to;
    }

    /// <summary><c>Kernels/linear_forward.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LinearForwardArguments
    {
        public Replicas Replicas;
        public ulong X, Weights, Bias, Y, Skip, Sum;
        public int Inputs, Outputs, Relu, Reserved;
    }

    /// <summary><c>Kernels/linear_pull_back.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LinearPullBackArguments
    {
        public Replicas Replicas;
        public Cotangents Output, Add;
        public ulong Weights, To;
        public int Classes, SharedOutput, SharedAdd, Reserved;
    }
}
