using StructuralError.Core.Networks;

namespace StructuralError.Core.Work;

/// <summary>What a plain forward pass leaves behind for one layer and one sample.</summary>
/// <param name="Input">Values at the input, [channel, row, column].</param>
/// <param name="Needed">
/// Which inputs a cotangent is needed at: those through which a parameter below is reached. False everywhere at the network's own input.
/// </param>
/// <param name="Winners">For a max-pool, the input that each output took; otherwise empty.</param>
/// <param name="Inner">For a residual block, its layers; otherwise empty.</param>
internal sealed record Trace(Layer Layer, double[] Input, bool[] Needed, int[] Winners, Trace[] Inner);
