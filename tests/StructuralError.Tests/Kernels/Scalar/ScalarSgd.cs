using StructuralError.Core.Engines;
using StructuralError.Cpu.Kernels;

namespace StructuralError.Tests.Kernels.Scalar;

/// <summary>What <see cref="Sgd{T, TVector, TWide, TSimd}"/> computes, in a plain loop and float64, where nothing needs compensation.</summary>
internal static class ScalarSgd
{
    /// <summary>v ← μ v + (g / N + wd·θ), θ ← θ − lr·v.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="momentum">v.</param>
    /// <param name="gradient">g, summed over the batch.</param>
    /// <param name="samples">N.</param>
    public static void Update(Span<double> theta, Span<double> momentum, ReadOnlySpan<double> gradient, int samples, in SgdOptions sgd)
    {
        for (int i = 0; i < theta.Length; i++)
        {
            momentum[i] = (sgd.Momentum * momentum[i]) + ((gradient[i] / samples) + (sgd.WeightDecay * theta[i]));
            theta[i] -= sgd.LearningRate * momentum[i];
        }
    }
}
