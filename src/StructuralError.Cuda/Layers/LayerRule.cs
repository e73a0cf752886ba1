using StructuralError.Core.Engines;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Layers;

/// <summary>
/// What the device does for one layer: adds the launches of its forward pass, pull-back, Gram part and update to the plan. Index letters: n sample, c class,
/// f feature, o output, i input.
/// </summary>
internal abstract class LayerRule
{
    /// <summary>Whether the backward pass has to come this far.</summary>
    public virtual bool OwnsParameters => false;

    /// <param name="skip">What a skip around the block that ends here brings; it is added to the output. Null without.</param>
    /// <returns>The output, with the skip added.</returns>
    public abstract DeviceTensor Forward(PlanBuilder plan, DeviceTensor input, DeviceTensor? skip);

    /// <param name="output">Cotangents at the output.</param>
    /// <param name="needsInput">Whether a layer before this one owns parameters; otherwise nothing is pulled back and the result has no meaning.</param>
    /// <param name="add">What a skip brings past the layer; it is added to the cotangents at the input. Null without, and where those are not needed.</param>
    /// <returns>Cotangents at the input.</returns>
    public abstract CotangentView Backward(PlanBuilder plan, CotangentView output, bool needsInput, CotangentView? add);

    /// <summary>The layer's lines of <c>--explain</c>.</summary>
    public abstract IEnumerable<LayerPlan> Describe(PlanBuilder plan);
}
