namespace StructuralError.Benchmarks.Kernels;

/// <summary>A kernel and its plain scalar twin on the same inputs.</summary>
internal interface IKernelPair : IDisposable
{
    /// <summary>The engine's kernel.</summary>
    void Fast();

    /// <summary>Loops as one would write them, one element at a time.</summary>
    void Plain();

    /// <summary>
    /// Largest difference of the two results, relative to the largest entry: a kernel that computes something else must not be timed.
    /// </summary>
    double Difference();
}
