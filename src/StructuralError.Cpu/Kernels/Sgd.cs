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
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>Float64 values of the sums of squares, lane by lane: two vectors of ‖g‖², two of ‖θ‖².</summary>
    public static int SquaresCount => 4 * TSimd.WideCount;

    /// <param name="theta">Parameters. Length a multiple of the vector width; none of the four may overlap.</param>
    /// <param name="momentum">v.</param>
    /// <param name="compensation">What rounding has taken from θ so far; zero at first.</param>
    /// <param name="gradient">g, summed over the batch.</param>
    /// <param name="samples">N.</param>
    /// <param name="squares">Is added to, see <see cref="SquaresCount"/>. θ is the one before the step. ‖g‖² is a float64 sum in both precisions;
    /// ‖θ‖², which is neither large nor small, is one of the calls alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update(T* theta, T* momentum, T* compensation, T* gradient, nint length, int samples, in SgdOptions sgd, double* squares)
    {
        unchecked
        {
            TVector scale = TSimd.Broadcast(T.CreateTruncating(1.0 / samples));
            TVector mu = TSimd.Broadcast(T.CreateTruncating(sgd.Momentum));
            TVector decay = TSimd.Broadcast(T.CreateTruncating(sgd.WeightDecay));
            TVector minusRate = TSimd.Broadcast(T.CreateTruncating(-sgd.LearningRate));
            TWide g0 = TSimd.WideLoad(squares), g1 = TSimd.WideLoad(squares + TSimd.WideCount);
            TVector thetas = TSimd.Zero;
            for (nint i = 0; i < length; i += TSimd.Count)
            {
                g0 = AddSquares(gradient + i, g0);
                if (TSimd.Count > TSimd.WideCount)
                {
                    g1 = AddSquares(gradient + i + TSimd.WideCount, g1);
                }

                TVector value = TSimd.Load(theta + i);
                thetas = TSimd.MultiplyAdd(value, value, thetas);
                TVector g = TSimd.MultiplyAdd(decay, value, TSimd.Multiply(scale, TSimd.Load(gradient + i)));
                TVector v = TSimd.MultiplyAdd(mu, TSimd.Load(momentum + i), g);
                TSimd.Store(momentum + i, v);
                // What rounding takes from θ is kept and given back with the next step (Kahan).
                TVector change = TSimd.MultiplyAdd(minusRate, v, TSimd.Load(compensation + i));
                TVector sum = TSimd.Add(value, change);
                TSimd.Store(theta + i, sum);
                TSimd.Store(compensation + i, TSimd.Subtract(change, TSimd.Subtract(sum, value)));
            }

            TSimd.WideStore(squares, g0);
            TSimd.WideStore(squares + TSimd.WideCount, g1);
            T* lanes = stackalloc T[TSimd.Count];
            TSimd.Store(lanes, thetas);
            for (int lane = 0; lane < TSimd.Count; lane += TSimd.WideCount)
            {
                double* to = squares + (2 * TSimd.WideCount) + lane;
                TSimd.WideStore(to, TSimd.WideAdd(TSimd.WideLoad(to), TSimd.LoadWide(lanes + lane)));
            }
        }
    }

    /// <summary>‖g‖² and ‖θ‖² of all calls since <paramref name="squares"/> was cleared.</summary>
    public static (double Gradient, double Parameters) Norms(double* squares) => unchecked((
        TSimd.WideSum(TSimd.WideAdd(TSimd.WideLoad(squares), TSimd.WideLoad(squares + TSimd.WideCount))),
        TSimd.WideSum(TSimd.WideAdd(TSimd.WideLoad(squares + (2 * TSimd.WideCount)), TSimd.WideLoad(squares + (3 * TSimd.WideCount))))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWide AddSquares(T* values, TWide sum)
    {
        TWide wide = TSimd.LoadWide(values);
        return TSimd.WideMultiplyAdd(wide, wide, sum);
    }
}
