using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;
using static StructuralError.Cpu.Kernels.Counts;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// One row of any number of vectors, eight at a time: y[v] = init[v] + Σ_k x[X_k·xStep] · w[W_k·wStep + v]. Sums over classes and over
/// groups of samples, and a convolution's gradient over its active positions.
/// </summary>
/// <remarks>Sums run in the order of the terms, in blocks. y may alias init, nothing else.</remarks>
internal static unsafe class RowTile<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>Most vectors of one tile.</summary>
    public const int MaxVectors = 8;

    // Terms are summed in blocks, the blocks then added: in float32 the rounding of a sum of hundreds of terms is several times smaller.
    private const int Block = 24;

    /// <summary>y over <paramref name="vectors"/> vectors, as many as needed, eight at a time. A null <paramref name="init"/> means zero.</summary>
    public static void Run(int vectors, Term* terms, nint xStep, nint wStep, int count, T* x, T* w, T* init, T* y)
    {
        unchecked
        {
            while (vectors > 0)
            {
                switch (Math.Min(vectors, MaxVectors))
                {
                    case 1: Multiply<N1>(terms, xStep, wStep, count, x, w, init, y); break;
                    case 2: Multiply<N2>(terms, xStep, wStep, count, x, w, init, y); break;
                    case 3: Multiply<N3>(terms, xStep, wStep, count, x, w, init, y); break;
                    case 4: Multiply<N4>(terms, xStep, wStep, count, x, w, init, y); break;
                    case 5: Multiply<N5>(terms, xStep, wStep, count, x, w, init, y); break;
                    case 6: Multiply<N6>(terms, xStep, wStep, count, x, w, init, y); break;
                    case 7: Multiply<N7>(terms, xStep, wStep, count, x, w, init, y); break;
                    case 8: Multiply<N8>(terms, xStep, wStep, count, x, w, init, y); break;
                }

                int done = MaxVectors * TSimd.Count;
                vectors -= MaxVectors;
                w += done;
                y += done;
                init = init == null ? null : init + done;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TCols>(Term* terms, nint xStep, nint wStep, nint count, T* x, T* w, T* init, T* y)
        where TCols : struct, ICount
    {
        unchecked
        {
            TVector a0 = TSimd.Zero, a1 = TSimd.Zero, a2 = TSimd.Zero, a3 = TSimd.Zero, a4 = TSimd.Zero, a5 = TSimd.Zero, a6 = TSimd.Zero, a7 = TSimd.Zero;
            if (init != null)
            {
                if (TCols.Value > 0) { a0 = TSimd.Load(init); }
                if (TCols.Value > 1) { a1 = TSimd.Load(init + (1 * TSimd.Count)); }
                if (TCols.Value > 2) { a2 = TSimd.Load(init + (2 * TSimd.Count)); }
                if (TCols.Value > 3) { a3 = TSimd.Load(init + (3 * TSimd.Count)); }
                if (TCols.Value > 4) { a4 = TSimd.Load(init + (4 * TSimd.Count)); }
                if (TCols.Value > 5) { a5 = TSimd.Load(init + (5 * TSimd.Count)); }
                if (TCols.Value > 6) { a6 = TSimd.Load(init + (6 * TSimd.Count)); }
                if (TCols.Value > 7) { a7 = TSimd.Load(init + (7 * TSimd.Count)); }
            }

            for (nint start = 0; start < count; start += Block)
            {
                nint end = Math.Min(count, start + Block);
                TVector b0 = TSimd.Zero, b1 = TSimd.Zero, b2 = TSimd.Zero, b3 = TSimd.Zero, b4 = TSimd.Zero, b5 = TSimd.Zero, b6 = TSimd.Zero, b7 = TSimd.Zero;
                for (nint k = start; k < end; k++)
                {
                    TVector t = TSimd.Broadcast(x[terms[k].X * xStep]);
                    T* q = w + (terms[k].W * wStep);
                    if (TCols.Value > 0) { b0 = TSimd.MultiplyAdd(t, TSimd.Load(q), b0); }
                    if (TCols.Value > 1) { b1 = TSimd.MultiplyAdd(t, TSimd.Load(q + (1 * TSimd.Count)), b1); }
                    if (TCols.Value > 2) { b2 = TSimd.MultiplyAdd(t, TSimd.Load(q + (2 * TSimd.Count)), b2); }
                    if (TCols.Value > 3) { b3 = TSimd.MultiplyAdd(t, TSimd.Load(q + (3 * TSimd.Count)), b3); }
                    if (TCols.Value > 4) { b4 = TSimd.MultiplyAdd(t, TSimd.Load(q + (4 * TSimd.Count)), b4); }
                    if (TCols.Value > 5) { b5 = TSimd.MultiplyAdd(t, TSimd.Load(q + (5 * TSimd.Count)), b5); }
                    if (TCols.Value > 6) { b6 = TSimd.MultiplyAdd(t, TSimd.Load(q + (6 * TSimd.Count)), b6); }
                    if (TCols.Value > 7) { b7 = TSimd.MultiplyAdd(t, TSimd.Load(q + (7 * TSimd.Count)), b7); }
                }

                if (TCols.Value > 0) { a0 = TSimd.Add(a0, b0); }
                if (TCols.Value > 1) { a1 = TSimd.Add(a1, b1); }
                if (TCols.Value > 2) { a2 = TSimd.Add(a2, b2); }
                if (TCols.Value > 3) { a3 = TSimd.Add(a3, b3); }
                if (TCols.Value > 4) { a4 = TSimd.Add(a4, b4); }
                if (TCols.Value > 5) { a5 = TSimd.Add(a5, b5); }
                if (TCols.Value > 6) { a6 = TSimd.Add(a6, b6); }
                if (TCols.Value > 7) { a7 = TSimd.Add(a7, b7); }
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
