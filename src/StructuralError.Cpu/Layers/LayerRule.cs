using StructuralError.Core.Engines;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// What one worker does for one layer, one sample at a time. Index letters: n sample, r row of cotangents (class), l layer, o output, i input, t position.
/// </summary>
internal abstract class LayerRule<T>(SampleTensor<T> input, SampleTensor<T> output)
    where T : unmanaged
{
    /// <summary>Whether the backward pass has to come this far.</summary>
    public virtual bool OwnsParameters => false;

    /// <summary>Whether the backward pass reads cotangents only where their support is not zero, so that the others need not be zeroed.</summary>
    public virtual bool ReadsOnlySupport => false;

    protected SampleTensor<T> Input { get; } = input;

    protected SampleTensor<T> Output { get; } = output;

    /// <summary>Called once, from the last layer to the first: claims buffers for cotangents and passes on what shape they will have.</summary>
    public abstract void PlanBackward(CotangentPlan<T> plan);

    /// <summary>Output from input, for one sample.</summary>
    public abstract void Forward(Sample<T> sample);

    /// <summary>Adds the layer's part to A and keeps what its parameter gradient needs.</summary>
    /// <param name="cotangents">Those at the output. A rule may overwrite their values in place.</param>
    /// <returns>Cotangents at the input; without meaning where no layer before this one owns parameters.</returns>
    public abstract Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents);

    /// <summary>
    /// Bytes of weights that each sample reads, and that <see cref="ForwardTogether"/> and <see cref="BackwardTogether"/> read once for several of them.
    /// </summary>
    public virtual long SharedBytes => 0;

    /// <summary>As <see cref="Forward"/>, for neighbouring samples of a batch; the same bits.</summary>
    /// <param name="samples">Each with its own rule for this layer.</param>
    public virtual void ForwardTogether(ReadOnlySpan<Sample<T>> samples) => ForwardEach(samples);

    protected static void ForwardEach(ReadOnlySpan<Sample<T>> samples)
    {
        foreach (Sample<T> sample in samples)
        {
            sample.Rule.Forward(sample);
        }
    }

    /// <summary>As <see cref="Backward"/>, for neighbouring samples of a batch; the same bits. Replaces each sample's cotangents.</summary>
    /// <inheritdoc cref="ForwardTogether" path="/param"/>
    public virtual void BackwardTogether(ReadOnlySpan<Sample<T>> samples)
    {
        foreach (Sample<T> sample in samples)
        {
            sample.Cotangents = sample.Rule.Backward(sample, in sample.Cotangents);
        }
    }

    /// <summary>The layer's line of <c>--explain</c>; null for what costs nothing.</summary>
    public abstract LayerPlan? Describe();

    /// <summary>The line of a layer whose multiply-adds are not counted.</summary>
    protected unsafe LayerPlan Describe(string name, long furtherBytes = 0) =>
        new(name, string.Empty, Output.Layout.Shape.ToString(), 0, 0, 0, 0, ((long)Output.Layout.Length * sizeof(T)) + furtherBytes);
}
