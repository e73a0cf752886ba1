namespace StructuralError.Core.Engines;

/// <summary>The kernel between the samples of a batch, filled in place. Index letters: n, m sample, c, d class. All numbers are float64.</summary>
public sealed class KernelMeasurements(int samples, int classes)
{
    /// <summary>N.</summary>
    public int Samples { get; } = samples >= 1 ? samples : throw new ArgumentOutOfRangeException(nameof(samples));

    /// <summary>C.</summary>
    public int Classes { get; } = classes >= 1 ? classes : throw new ArgumentOutOfRangeException(nameof(classes));

    /// <summary>N · C, the rows of <see cref="K"/>; row n · C + c is that of sample n and class c.</summary>
    public int Order => Samples * Classes;

    /// <summary>[n]</summary>
    public int[] Labels { get; } = new int[samples];

    /// <summary>[n]</summary>
    public double[] Loss { get; } = new double[samples];

    /// <summary>E_f = ‖e‖². [n]</summary>
    public double[] FittingError { get; } = new double[samples];

    /// <summary>e = q − p. [n, c]</summary>
    public double[] Error { get; } = new double[samples * classes];

    /// <summary>f_θ(x). [n, c]</summary>
    public double[] Logits { get; } = new double[samples * classes];

    /// <summary>Σ_p (∂f_c(x_n)/∂θ_p)⁴. [n, c]</summary>
    public double[] FourthPowers { get; } = new double[samples * classes];

    /// <summary>⟨∂f_c(x_n)/∂θ, ∂f_d(x_m)/∂θ⟩, the sum over the layers; its diagonal blocks are the A of the samples. [n, c, m, d]</summary>
    public double[] K { get; } = new double[samples * classes * samples * classes];
}
