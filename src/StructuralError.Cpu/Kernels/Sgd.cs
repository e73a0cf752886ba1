using System.Runtime.CompilerServices;
using StructuralError.Core.Engines;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Kernels;

/// <summary>SGD with momentum as PyTorch's: v ← μ v + (g / N + wd·θ), θ ← θ − lr·v.</summary>
/// <remarks>
/// In float32 a step is often not much larger than the last bit of θ. What rounding takes is kept and added to the next step
/// (Kahan's compensated sum): on model a, k = 1, a whole float32 epoch then stays within 1e-6 of the float64 one.
/// </remarks>
internal static unsafe class Sgd<T, TVector, TWide, TSimd>
    where T : unmanaged, System.Numerics.INumber<T>
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <param name="theta">Parameters. Length a multiple of the vector width; none of the four may overlap.</param>
    /// <param name="momentum">v.</param>
    /// <param name="compensation">What rounding has taken from θ so far; zero at first.</param>
    /// <param name="gradient">g, summed over the batch.</param>
    /// <param name="samples">N.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update(T* theta, T* momentum, T* compensation, T* gradient, nint length, int samples, in SgdOptions sgd)
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
                // What rounding takes from θ is kept and given back with the next step (Kahan).
                TVector change = TSimd.MultiplyAdd(minusRate, v, TSimd.Load(compensation + i));
                TVector sum = TSimd.Add(value, change);
                TSimd.Store(theta + i, sum);
                TSimd.Store(compensation + i, TSimd.Subtract(change, TSimd.Subtract(sum, value)));
            }
        }
    }
}
