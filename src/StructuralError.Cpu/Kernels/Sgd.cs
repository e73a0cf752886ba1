using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;
using StructuralError.Engines;

namespace StructuralError.Cpu.Kernels;

/// <summary>SGD with momentum as PyTorch's: v ← μ v + (g / N + wd·θ), θ ← θ − lr·v.</summary>
internal static unsafe class Sgd<T, TVector, TWide, TSimd>
    where T : unmanaged, System.Numerics.INumber<T>
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <param name="theta">Parameters. Length a multiple of the vector width; none of the three may overlap.</param>
    /// <param name="momentum">v.</param>
    /// <param name="gradient">g, summed over the batch.</param>
    /// <param name="samples">N.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update(T* theta, T* momentum, T* gradient, nint length, int samples, in SgdStep sgd)
    {
        unchecked
        {
            TVector scale = TSimd.Broadcast(T.CreateTruncating(1.0 / samples));
            TVector mu = TSimd.Broadcast(T.CreateTruncating(sgd.Momentum));
            TVector decay = TSimd.Broadcast(T.CreateTruncating(sgd.WeightDecay));
            TVector minusRate = TSimd.Broadcast(T.CreateTruncating(-sgd.LearningRate));
            for (nint i = 0; i < length; i += TSimd.Count)
            {
                TVector value = TSimd.Load(theta + i);
                TVector g = TSimd.MultiplyAdd(decay, value, TSimd.Multiply(scale, TSimd.Load(gradient + i)));
                TVector v = TSimd.MultiplyAdd(mu, TSimd.Load(momentum + i), g);
                TSimd.Store(momentum + i, v);
                TSimd.Store(theta + i, TSimd.MultiplyAdd(minusRate, v, value));
            }
        }
    }
}
