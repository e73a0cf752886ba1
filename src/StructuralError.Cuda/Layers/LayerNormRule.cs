using System.Runtime.InteropServices;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Work;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Layers;

/// <summary>
/// y = w ∘ x̂ + b. Every sample's block of the Jacobian is formed, J[c, f] = (B_cf x̂_f, B_cf), by the launch that pulls back too, and A⁽ˡ⁾ = J Jᵀ; the
/// parameter gradient is its rows' sum weighted by p − q.
/// </summary>
internal sealed class LayerNormRule(LayerNormLayer layer) : LayerRule
{
    private const int Threads = 128;

    private readonly int _features = layer.Shape.Count;
    private readonly int _columns = layer.HasBias ? 2 : 1;
    private ulong _normalized;
    private ulong _inverse;
    private bool _pullsBack;

    public override bool OwnsParameters => true;

    public override DeviceTensor Forward(PlanBuilder plan, DeviceTensor input, DeviceTensor? skip)
    {
        ulong y = plan.ReserveActivations(_features);
        (_normalized, _inverse) = (plan.ReserveActivations(_features), plan.Reserve<double>(plan.Capacity));
        plan.Forward.Add(KernelLaunch.Of(plan.Entry("layernorm_forward"), plan.Capacity, 1, Threads, new ForwardArguments
        {
            X = input.Address,
            Weights = plan.Updates.Weights(layer),
            Bias = plan.Updates.Bias(layer),
            Y = y,
            Normalized = _normalized,
            Inverse = _inverse,
            Epsilon = layer.Epsilon,
            Features = _features,
        }));
        return plan.AddSkip(new DeviceTensor(y, _features, null), skip);
    }

    public override CotangentView Backward(PlanBuilder plan, CotangentView output, bool needsInput, CotangentView? add)
    {
        _pullsBack = needsInput;
        CotangentView jacobian = plan.ReserveCotangents(_features * _columns), past = add ?? CotangentView.None(_features);
        CotangentView to = needsInput ? plan.ReserveCotangents(_features) : default;
        plan.Backward.Add(KernelLaunch.Of(plan.Entry("layernorm_pull_back"), plan.Capacity, plan.Classes, Threads, new PullBackArguments
        {
            Output = output.ToArguments(),
            Add = past.ToArguments(),
            Weights = plan.Updates.Weights(layer),
            Normalized = _normalized,
            Inverse = _inverse,
            Jacobian = jacobian.D,
            To = to.D,
            Classes = plan.Classes,
            SharedOutput = output.TableFlag,
            SharedAdd = past.TableFlag,
            Bias = layer.HasBias ? 1 : 0,
        }));
        ulong gradient = plan.ReserveActivations(jacobian.Features);
        plan.Gram.Add(layer, jacobian, null, gradient);
        plan.Updates.Add(layer, _features, 1, gradient);
        return to;
    }

    public override IEnumerable<LayerPlan> Describe(PlanBuilder plan)
    {
        MultiplyAdds work = layer.WorkOf(plan.Classes, _pullsBack);
        long perSample = ((_pullsBack ? plan.Classes : 0) + 2 + ((plan.Classes + 1) * _columns)) * (long)_features;
        yield return new LayerPlan(
            layer.Name,
            "M",
            layer.Output.ToString(),
            work.Forward,
            work.PullBack,
            work.Gram,
            work.Gradient,
            (plan.ElementBytes * ((3L * _columns * _features) + (plan.Capacity * perSample))) + ((long)plan.Capacity * sizeof(double)));
    }

    /// <summary><c>Kernels/layernorm.cu</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ForwardArguments
    {
        public Replicas Replicas;
        public ulong X, Weights, Bias, Y, Normalized, Inverse;
        public double Epsilon;
        public int Features, Reserved;
    }

    /// <inheritdoc cref="ForwardArguments"/>
    [StructLayout(LayoutKind.Sequential)]
    private struct PullBackArguments
    {
        public Replicas Replicas;
        public Cotangents Output, Add;
        public ulong Weights, Normalized, Inverse, Jacobian, To;
        public int Classes, SharedOutput, SharedAdd, Bias;
    }
}
