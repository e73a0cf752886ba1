namespace StructuralError.Tests.Oracle;

/// <summary>What a forward pass is for.</summary>
/// <param name="Masks">Dropout masks of this sample; null without dropout.</param>
/// <param name="Kinks">Collects how near the sample is to a point where a derivative jumps.</param>
/// <param name="Sides">Takes some of those points on their other side; null for none.</param>
public sealed record ScalarPass(Func<ScalarDropout, bool[]>? Masks, KinkMargin Kinks, KinkSides? Sides = null);

/// <summary>
/// One layer of the oracle, for one sample at a time, in float64 and in the plainest loops. Images are [channel, row, column].
/// A node remembers what its backward needs from the last <see cref="Forward"/>.
/// </summary>
public abstract class ScalarNode
{
    /// <summary>Returns y = layer(x).</summary>
    public abstract double[] Forward(double[] x, ScalarPass pass);

    /// <summary>Returns ∂s/∂x from ∂s/∂y for a scalar s, and adds ∂s/∂θ to <paramref name="gradient"/> (all parameters of the network).</summary>
    public abstract double[] Backward(double[] dy, double[] gradient);
}
