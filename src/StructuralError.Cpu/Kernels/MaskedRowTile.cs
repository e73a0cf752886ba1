using System.Numerics;
using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;
using static StructuralError.Cpu.Kernels.Counts;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// y[v] = init[v] + Σ_{i: bit i of the mask} x[i·xStep] · w[i·wStep + v], up to eight vectors at a time. The 64 bits of the mask are a stretch of
/// inputs in a linear layer's forward pass, or of samples in the gradient of one input's weights. They are set where x is not zero; no list is needed.
/// </summary>
/// <remarks>The stretch's sum is complete before it is added to init: in float32 the rounding of a sum of hundreds of terms is several times smaller.</remarks>
internal static unsafe class MaskedRowTile<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>Inputs of a stretch: bits of the mask.</summary>
    public const int Stretch = 64;

    /// <summary>Most vectors of one call.</summary>
    public const int MaxVectors = 8;

    /// <summary>Bit i is set where x[i] is not zero.</summary>
    /// <param name="count">At most <see cref="Stretch"/>, a multiple of the vector's length.</param>
    public static ulong NonZero(T* x, int count)
    {
        unchecked
        {
            ulong mask = 0;
            for (int i = 0; i < count; i += TSimd.Count)
            {
                mask |= (ulong)TSimd.NonZeroMask(TSimd.Load(x + i)) << i;
            }

            return mask;
        }
    }

    /// <summary>One call's product. y may alias init, nothing else.</summary>
    /// <param name="vectors">1 to <see cref="MaxVectors"/>.</param>
    /// <param name="xStep">Elements from one x to the next.</param>
    /// <param name="wStep">Elements from one row of w to the next.</param>
    /// <param name="init">What the sum is added to; null means zero.</param>
    public static void Run(int vectors, ulong mask, T* x, nint xStep, T* w, nint wStep, T* init, T* y)
    {
        switch (vectors)
        {
            case 1: Multiply<N1>(mask, x, xStep, w, wStep, init, y); break;
            case 2: Multiply<N2>(mask, x, xStep, w, wStep, init, y); break;
            case 3: Multiply<N3>(mask, x, xStep, w, wStep, init, y); break;
            case 4: Multiply<N4>(mask, x, xStep, w, wStep, init, y); break;
            case 5: Multiply<N5>(mask, x, xStep, w, wStep, init, y); break;
            case 6: Multiply<N6>(mask, x, xStep, w, wStep, init, y); break;
            case 7: Multiply<N7>(mask, x, xStep, w, wStep, init, y); break;
            case 8: Multiply<N8>(mask, x, xStep, w, wStep, init, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(vectors), vectors, "a row has 1 to 8 vectors");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TCols>(ulong mask, T* x, nint xStep, T* w, nint wStep, T* init, T* y)
        where TCols : struct, ICount
    {
        unchecked
        {
            TVector a0 = TSimd.Zero, a1 = TSimd.Zero, a2 = TSimd.Zero, a3 = TSimd.Zero, a4 = TSimd.Zero, a5 = TSimd.Zero, a6 = TSimd.Zero, a7 = TSimd.Zero;
            for (; mask != 0; mask &= mask - 1)
            {
                nint i = BitOperations.TrailingZeroCount(mask);
                TVector t = TSimd.Broadcast(x[i * xStep]);
                T* q = w + (i * wStep);
                if (TCols.Value > 0) { a0 = TSimd.MultiplyAdd(t, TSimd.Load(q), a0); }
                if (TCols.Value > 1) { a1 = TSimd.MultiplyAdd(t, TSimd.Load(q + (1 * TSimd.Count)), a1); }
                if (TCols.Value > 2) { a2 = TSimd.MultiplyAdd(t, TSimd.Load(q + (2 * TSimd.Count)), a2); }
                if (TCols.Value > 3) { a3 = TSimd.MultiplyAdd(t, TSimd.Load(q + (3 * TSimd.Count)), a3); }
                if (TCols.Value > 4) { a4 = TSimd.MultiplyAdd(t, TSimd.Load(q + (4 * TSimd.Count)), a4); }
                if (TCols.Value > 5) { a5 = TSimd.MultiplyAdd(t, TSimd.Load(q + (5 * TSimd.Count)), a5); }
                if (TCols.Value > 6) { a6 = TSimd.MultiplyAdd(t, TSimd.Load(q + (6 * TSimd.Count)), a6); }
                if (TCols.Value > 7) { a7 = TSimd.MultiplyAdd(t, TSimd.Load(q + (7 * TSimd.Count)), a7); }
            }

            if (init != null)
            {
                if (TCols.Value > 0) { a0 = TSimd.Add(TSimd.Load(init), a0); }
                if (TCols.Value > 1) { a1 = TSimd.Add(TSimd.Load(init + (1 * TSimd.Count)), a1); }
                if (TCols.Value > 2) { a2 = TSimd.Add(TSimd.Load(init + (2 * TSimd.Count)), a2); }
                if (TCols.Value > 3) { a3 = TSimd.Add(TSimd.Load(init + (3 * TSimd.Count)), a3); }
                if (TCols.Value > 4) { a4 = TSimd.Add(TSimd.Load(init + (4 * TSimd.Count)), a4); }
                if (TCols.Value > 5) { a5 = TSimd.Add(TSimd.Load(init + (5 * TSimd.Count)), a5); }
                if (TCols.Value > 6) { a6 = TSimd.Add(TSimd.Load(init + (6 * TSimd.Count)), a6); }
                if (TCols.Value > 7) { a7 = TSimd.Add(TSimd.Load(init + (7 * TSimd.Count)), a7); }
            }

            if (TCols.Value > 0) { TSimd.Store(y, a0); }
            if (TCols.Value > 1) { TSimd.Store(y + (1 * TSimd.Count), a1); }
            if (TCols.Value > 2) { TSimd.Store(y + (2 * TSimd.Count), a2); }
            if (TCols.Value > 3) { TSimd.Store(y + (3 * TSimd.Count), a3); }
            if (TCols.Value > 4) { TSimd.Store(y + (4 * TSimd.Count), a4); }
            if (TCols.Value > 5) { TSimd.Store(y + (5 * TSimd.Count), a5); }
            if (TCols.Value > 6) { TSimd.Store(y + (6 * TSimd.Count), a6); }
            if (TCols.Value > 7) { TSimd.Store(y + (7 * TSimd.Count), a7); }
        }
    }
}
