using System.Runtime.InteropServices;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Layers;

/// <summary>
/// y = φ(x), or dropout. Nothing is computed backwards: the derivative, that of elementwise layers just ahead multiplied in, waits as a factor for whoever
/// reads the cotangents. All C cotangents of a sample share it.
/// </summary>
/// <param name="ordinal">Which dropout layer of the network this is: each has a stream of its own.</param>
internal sealed class ElementwiseRule(string name, ElementwiseKind kind, double probability, int ordinal, TensorShape shape) : LayerRule
{
    private ActivationDerivative? _derivative;

    public static ElementwiseRule Of(ActivationLayer layer) => new(
        Enum.GetName(layer.Kind)!.ToLowerInvariant(),
        layer.Kind switch
        {
            ActivationKind.Relu => ElementwiseKind.Relu,
            ActivationKind.Tanh => ElementwiseKind.Tanh,
            ActivationKind.Sigmoid => ElementwiseKind.Sigmoid,
            ActivationKind.Gelu => ElementwiseKind.Gelu,
            _ => throw new NotSupportedException($"the CUDA engine has no rule for {layer.Kind}"),
        },
        0,
        0,
        layer.Shape);

    public static ElementwiseRule Of(DropoutLayer layer, int ordinal) =>
        new(FormattableString.Invariant($"dropout {layer.Probability}"), ElementwiseKind.Dropout, layer.Probability, ordinal, layer.Shape);

    public override DeviceTensor Forward(PlanBuilder plan, DeviceTensor input, DeviceTensor? skip)
    {
        int features = shape.Count;
        ulong y = plan.ReserveActivations(features);
        if (input.ActivationDerivative is { } before)
        {
            before.IsTaken = true;
        }

        bool tellsByItself = kind == ElementwiseKind.Relu && input.ActivationDerivative is null;
        _derivative = tellsByItself
            ? new ActivationDerivative(FactorMode.Positive, y) : new ActivationDerivative(FactorMode.Value, plan.ReserveActivations(features));
        plan.AddElementwise("elementwise_forward", features, new ElementwiseArguments
        {
            X = input.Address,
            Y = y,
            Factor = tellsByItself ? 0 : _derivative.Factor,
            Before = input.ActivationDerivative?.Factor ?? 0,
            Probability = probability,
            Ordinal = ordinal,
            Features = features,
            Kind = (int)kind,
            BeforeMode = (int)(input.ActivationDerivative?.Mode ?? FactorMode.None),
        });
        return plan.AddSkip(new DeviceTensor(y, features, _derivative), skip);
    }

    public override CotangentView Backward(PlanBuilder plan, CotangentView output, bool needsInput, CotangentView? add)
    {
        CotangentView view = plan.Through(output, _derivative);
        return add is null ? view : plan.Combine(view, add);
    }

    public override IEnumerable<LayerPlan> Describe(PlanBuilder plan)
    {
        int buffers = _derivative!.Mode == FactorMode.Value ? 2 : 1;
        yield return new LayerPlan(name, string.Empty, shape.ToString(), 0, 0, 0, 0, (long)plan.Capacity * shape.Count * buffers * plan.ElementBytes);
    }

    /// <summary><c>Kernels/elementwise_forward.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ElementwiseArguments
    {
        public Replicas Replicas;
        public ulong X, Y, Factor, Before;
        public double Probability;
        public long Ordinal;
        public int Features, Kind, BeforeMode, Reserved;
    }
}
