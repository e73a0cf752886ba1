using StructuralError.Core.Engines;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Layers;

/// <summary>h + block(h). The block's last layer adds the skip going forward, its first layer going back.</summary>
internal sealed class ResidualRule(SequenceRule block) : LayerRule
{
    public override bool OwnsParameters => block.OwnsParameters;

    public override DeviceTensor Forward(PlanBuilder plan, DeviceTensor input, DeviceTensor? skip)
    {
        // h serves the skip too: what elementwise layers made it of must not be merged with the block's.
        DeviceTensor h = input with { ActivationDerivative = null };
        return plan.AddSkip(block.Forward(plan, h, h), skip);
    }

    public override CotangentView Backward(PlanBuilder plan, CotangentView output, bool needsInput, CotangentView? add)
    {
        CotangentView input = block.Backward(plan, output, needsInput, needsInput ? output : null);
        return needsInput && add is not null ? plan.Combine(input, add) : input;
    }

    public override IEnumerable<LayerPlan> Describe(PlanBuilder plan) => block.Describe(plan);
}
