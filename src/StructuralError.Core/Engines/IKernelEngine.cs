namespace StructuralError.Core.Engines;

/// <summary>An engine that also measures the kernel between samples; <see cref="IEngine.Kernels"/> gives it.</summary>
public interface IKernelEngine
{
    /// <summary>Measures at the present parameters, without dropout; nothing is updated. A batch may be larger than the engine was planned for.</summary>
    /// <exception cref="ArgumentException">The batch does not fit <paramref name="into"/> or the network.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; it is looked at many times a second.</exception>
    void MeasureKernel(in Batch batch, KernelMeasurements into, CancellationToken cancellation = default);

    /// <summary>Eigenvalues of a symmetric float64 matrix, ascending; all NaN where it holds NaN or infinity.</summary>
    /// <param name="matrix">Row by row, [order, order].</param>
    /// <param name="eigenvalues">Destination, [order].</param>
    /// <param name="all">Without, those between the smallest and the largest may be NaN.</param>
    /// <inheritdoc cref="MeasureKernel" path="/exception[@cref='OperationCanceledException']"/>
    void SolveEigenvalues(ReadOnlySpan<double> matrix, int order, Span<double> eigenvalues, bool all, CancellationToken cancellation = default);
}
