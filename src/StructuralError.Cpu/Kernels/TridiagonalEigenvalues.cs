using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// Eigenvalues of one symmetric tridiagonal float64 matrix by multisection: each is narrowed down by counting those below many shifts at once.
/// </summary>
/// <remarks>
/// The pivots q_i = d_i − σ − e_i² / q_{i−1} of T − σI have as many negative ones as T has eigenvalues below σ (Sylvester). The count is right for
/// a T whose entries differ by a few roundings, so an eigenvalue is found to about 2⁻⁵³ of the largest. The number of passes is fixed: nothing has
/// to converge.
/// </remarks>
internal static unsafe class TridiagonalEigenvalues<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    // Independent chains of pivots that hide the latency of a division.
    private const int Vectors = 8;

    // The first interval is at most twice as wide as the largest eigenvalue, up to a factor of 3: what is left is 2⁻⁵⁵ of that.
    private const int Bits = 57;

    // A pivot nearer to zero is taken for a negative one of this size. Entries are about 1.
    private const double SmallestPivot = 1e-200;

    /// <summary>Shifts that are counted for together.</summary>
    public static int Shifts => Vectors * TSimd.WideCount;

    /// <summary>Float64 values of working space, aligned to the vector.</summary>
    public static int WorkCount => 4 * Shifts;

    /// <summary>Writes the eigenvalues, ascending; without <paramref name="all"/> the two ends alone. The ends have the same bits either way.</summary>
    /// <param name="diagonal">d, [order]; its largest entry is about 1 at most.</param>
    /// <param name="squares">e_i², squares of the entries left of the diagonal, [order]; the first is 0.</param>
    /// <param name="eigenvalues">Destination, [order]; without <paramref name="all"/> the first and the last are written.</param>
    /// <param name="work">At least <see cref="WorkCount"/> values.</param>
    public static void Solve(double* diagonal, double* squares, int order, bool all, double* eigenvalues, double* work)
    {
        unchecked
        {
            (double low, double high) = Bounds(diagonal, squares, order);
            double* ends = stackalloc double[2];
            Find(diagonal, squares, order, 0, order - 1, 2, low, high, ends, work);
            eigenvalues[0] = ends[0];
            eigenvalues[order - 1] = Math.Max(ends[0], ends[1]);
            for (int first = 1; all && first < order - 1; first += Shifts)
            {
                int count = Math.Min(Shifts, order - 1 - first);
                Find(diagonal, squares, order, first, 1, count, low, high, eigenvalues + first, work);
                for (int j = first; j < first + count; j++)
                {
                    eigenvalues[j] = Math.Clamp(eigenvalues[j], eigenvalues[j - 1], eigenvalues[order - 1]);
                }
            }
        }
    }

    /// <summary>An interval that holds every eigenvalue (Gershgorin), widened by rounding.</summary>
    private static (double Low, double High) Bounds(double* diagonal, double* squares, int order)
    {
        unchecked
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity, before = 0;
            for (int i = 0; i < order; i++)
            {
                double after = i + 1 < order ? Math.Sqrt(squares[i + 1]) : 0;
                low = Math.Min(low, diagonal[i] - before - after);
                high = Math.Max(high, diagonal[i] + before + after);
                before = after;
            }

            double rounding = 1e-15 * Math.Max(Math.Abs(low), Math.Abs(high));
            return (low - rounding, high + rounding);
        }
    }

    /// <summary>Finds eigenvalues number first, first + step, … (<paramref name="count"/> of them, at most <see cref="Shifts"/>), from 0 upwards.</summary>
    private static void Find(
        double* diagonal, double* squares, int order, int first, int step, int count, double low, double high, double* found, double* work)
    {
        unchecked
        {
            double* shifts = work, counts = shifts + Shifts, lows = counts + Shifts, highs = lows + Shifts;
            int points = Shifts / count;
            for (int i = 0; i < count; i++)
            {
                (lows[i], highs[i]) = (low, high);
            }

            new Span<double>(shifts, Shifts).Fill(high);
            for (double left = Math.ScaleB(1, Bits); left > 1; left /= points + 1)
            {
                for (int i = 0; i < count; i++)
                {
                    double width = (highs[i] - lows[i]) / (points + 1);
                    for (int k = 0; k < points; k++)
                    {
                        shifts[(i * points) + k] = lows[i] + ((k + 1) * width);
                    }
                }

                Count(diagonal, squares, order, shifts, counts);
                for (int i = 0; i < count; i++)
                {
                    int number = first + (i * step), k = 0;
                    while (k < points && counts[(i * points) + k] <= number)
                    {
                        k++;
                    }

                    lows[i] = k == 0 ? lows[i] : shifts[(i * points) + k - 1];
                    highs[i] = k == points ? highs[i] : shifts[(i * points) + k];
                }
            }

            for (int i = 0; i < count; i++)
            {
                found[i] = 0.5 * (lows[i] + highs[i]);
            }
        }
    }

    /// <summary>counts[k]: eigenvalues below shifts[k].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(double* diagonal, double* squares, int order, double* shifts, double* counts)
    {
        unchecked
        {
            int lanes = TSimd.WideCount;
            TWide s0 = TSimd.WideLoad(shifts), s1 = TSimd.WideLoad(shifts + lanes);
            TWide s2 = TSimd.WideLoad(shifts + (2 * lanes)), s3 = TSimd.WideLoad(shifts + (3 * lanes));
            TWide s4 = TSimd.WideLoad(shifts + (4 * lanes)), s5 = TSimd.WideLoad(shifts + (5 * lanes));
            TWide s6 = TSimd.WideLoad(shifts + (6 * lanes)), s7 = TSimd.WideLoad(shifts + (7 * lanes));
            TWide q0 = TSimd.WideBroadcast(1), q1 = q0, q2 = q0, q3 = q0, q4 = q0, q5 = q0, q6 = q0, q7 = q0;
            TWide c0 = TSimd.WideZero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
            for (nint i = 0; i < order; i++)
            {
                TWide d = TSimd.WideBroadcast(diagonal[i]), minusSquare = TSimd.WideBroadcast(-squares[i]);
                q0 = Pivot(d, s0, minusSquare, q0, ref c0);
                q1 = Pivot(d, s1, minusSquare, q1, ref c1);
                q2 = Pivot(d, s2, minusSquare, q2, ref c2);
                q3 = Pivot(d, s3, minusSquare, q3, ref c3);
                q4 = Pivot(d, s4, minusSquare, q4, ref c4);
                q5 = Pivot(d, s5, minusSquare, q5, ref c5);
                q6 = Pivot(d, s6, minusSquare, q6, ref c6);
                q7 = Pivot(d, s7, minusSquare, q7, ref c7);
            }

            TSimd.WideStore(counts, c0);
            TSimd.WideStore(counts + lanes, c1);
            TSimd.WideStore(counts + (2 * lanes), c2);
            TSimd.WideStore(counts + (3 * lanes), c3);
            TSimd.WideStore(counts + (4 * lanes), c4);
            TSimd.WideStore(counts + (5 * lanes), c5);
            TSimd.WideStore(counts + (6 * lanes), c6);
            TSimd.WideStore(counts + (7 * lanes), c7);
        }
    }

    /// <summary>d − σ − e² / q, kept away from zero; adds 1 to <paramref name="count"/> where it is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWide Pivot(TWide d, TWide shift, TWide minusSquare, TWide before, ref TWide count)
    {
        TWide tiny = TSimd.WideBroadcast(SmallestPivot), one = TSimd.WideBroadcast(1), zero = TSimd.WideZero;
        TWide q = TSimd.WideMultiplyAdd(minusSquare, TSimd.WideReciprocal(before), TSimd.WideSubtract(d, shift));
        q = TSimd.WideSelectGreater(TSimd.WideAbs(q), tiny, q, TSimd.WideBroadcast(-SmallestPivot));
        count = TSimd.WideAdd(count, TSimd.WideSelectGreater(zero, q, one, zero));
        return q;
    }
}
