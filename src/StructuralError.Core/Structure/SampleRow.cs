namespace StructuralError.Core.Structure;

/// <summary>One row of <c>samples.csv</c>: one sample, measured at step t.</summary>
public record struct SampleRow
{
    public required long Step;

    /// <summary>Its index in the data set.</summary>
    public required int Sample;

    public required int Label;

    /// <summary>d_Ω(q, f).</summary>
    public required double Loss;

    /// <summary>E_f = ‖q − p‖².</summary>
    public required double FittingError;

    /// <summary>‖∇_θ loss‖².</summary>
    public required double GradientNorm;

    /// <summary>Eigenvalues of A, ascending. [c]</summary>
    public required Memory<double> Eigenvalues;
}
