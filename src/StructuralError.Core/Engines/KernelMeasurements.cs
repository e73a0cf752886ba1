namespace StructuralError.Core.Engines;

/// <summary>The kernel between the samples of a batch, filled in place. Index letters: n, m sample, c, d class. All numbers are float64.</summary>
public sealed class KernelMeasurements
{
    public KernelMeasurements(int samples, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        (Samples, Classes) = (samples, classes);
        Labels = new int[samples];
        Loss = new double[samples];
        FittingError = new double[samples];
        Error = new double[Order];
        Logits = new double[Order];
        FourthPowers = new double[Order];
        K = new double[checked(Order * Order)];
    }

    /// <summary>N.</summary>
    public int Samples { get; }

    /// <summary>C.</summary>
    public int Classes { get; }

    /// <summary>N · C, the rows of <see cref="K"/>; row n · C + c is that of sample n and class c.</summary>
    public int Order => checked(Samples * Classes);

    /// <summary>[n]</summary>
    public int[] Labels { get; }

    /// <summary>[n]</summary>
    public double[] Loss { get; }

    /// <summary>E_f = ‖e‖². [n]</summary>
    public double[] FittingError { get; }

    /// <summary>e = q − p. [n, c]</summary>
    public double[] Error { get; }

    /// <summary>f_θ(x). [n, c]</summary>
    public double[] Logits { get; }

    /// <summary>Σ_p (∂f_c(x_n)/∂θ_p)⁴. [n, c]</summary>
    public double[] FourthPowers { get; }

    /// <summary>⟨∂f_c(x_n)/∂θ, ∂f_d(x_m)/∂θ⟩, the sum over the layers; its diagonal blocks are the A of the samples. [n, c, m, d]</summary>
    public double[] K { get; }
}
