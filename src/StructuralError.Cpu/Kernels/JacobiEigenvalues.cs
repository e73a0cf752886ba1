using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// Eigenvalues of small symmetric float64 matrices, as many at a time as a vector has lanes: the Jacobi method, each lane its own matrix.
/// </summary>
/// <remarks>
/// Rotations are taken in rounds of disjoint pairs (a round-robin tournament), so that those of one round do not wait for each other.
/// A rotation that zeroes a_pq uses t = tan φ = 2 a_pq sgn(h) / (|h| + √(h² + 4 a_pq²)), h = a_qq − a_pp (Rutishauser's smaller angle).
/// What is left off the diagonal moves an eigenvalue by a_pq² / |a_pp − a_qq| at second order, and never by more than |a_pq|. Sweeps end when
/// the smaller of the two is at most 2⁻⁵⁴ of the lane's largest |a_pp| for every pair: lane by lane, so that no matrix feels its neighbours,
/// or after <see cref="MaxSweeps"/>: a matrix that holds NaN or infinity gives no finite eigenvalue and never hangs.
/// </remarks>
internal sealed unsafe class JacobiEigenvalues<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    public const int MaxSweeps = 40;

    private readonly int _order;

    // One entry a rotation: offsets of a_pp, a_qq, a_pq, then of (a_kp, a_kq) for every other k, in vectors of the packed upper triangle.
    private readonly int[] _rotations;

    /// <param name="order">C, rows of each matrix.</param>
    public JacobiEigenvalues(int order)
    {
        _order = order;
        _rotations = [.. Rounds(order).SelectMany(pair => Offsets(pair.P, pair.Q))];
    }

    /// <summary>Matrices solved together.</summary>
    public static int Lanes => TSimd.WideCount;

    /// <summary>Float64 values of working space that one call needs, aligned to the vector.</summary>
    public int WorkCount => (ActiveOffset + 1) * TSimd.WideCount;

    /// <summary>Behind the packed matrices: one vector, positive in the lanes that still rotate.</summary>
    private int ActiveOffset => _order * (_order + 1) / 2;

    /// <summary>Writes the eigenvalues of <paramref name="count"/> ≤ <see cref="Lanes"/> matrices, ascending, each with <paramref name="shift"/> of its own added.</summary>
    /// <param name="matrices">Shape [count, C, C]; the upper triangle is read.</param>
    /// <param name="shift">One value a matrix.</param>
    /// <param name="eigenvalues">Destination, shape [count, C].</param>
    /// <param name="work">At least <see cref="WorkCount"/> values.</param>
    public void Solve(double* matrices, double* shift, int count, double* eigenvalues, double* work)
    {
        unchecked
        {
            int order = _order, lanes = TSimd.WideCount;
            int packed = 0;
            for (int i = 0; i < order; i++)
            {
                for (int j = i; j < order; j++, packed++)
                {
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        work[(packed * lanes) + lane] = lane < count ? matrices[(((lane * order) + i) * order) + j] : 0;
                    }
                }
            }

            // One sweep always: comparisons do not see NaN, a sweep spreads it over the whole matrix.
            double* active = work + (ActiveOffset * lanes);
            TSimd.WideStore(active, TSimd.WideBroadcast(1));
            for (int sweep = 0; sweep < MaxSweeps && (sweep == 0 || AnyActive(work, active)); sweep++)
            {
                Sweep(work, active);
            }

            for (int lane = 0; lane < count; lane++)
            {
                double* sorted = eigenvalues + (lane * order);
                for (int i = 0; i < order; i++)
                {
                    double value = work[(Index(i, i) * lanes) + lane] + shift[lane];
                    int place = i;
                    while (place > 0 && !(sorted[place - 1] <= value))
                    {
                        sorted[place] = sorted[place - 1];
                        place--;
                    }

                    sorted[place] = value;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AnyActive(double* a, double* active)
    {
        unchecked
        {
            TWide largest = TSimd.WideBroadcast(0);
            for (int i = 0, index = 0; i < _order; index += _order - i, i++)
            {
                TWide size = TSimd.WideAbs(TSimd.WideLoad(a + (index * TSimd.WideCount)));
                largest = TSimd.WideSelectGreater(size, largest, size, largest);
            }

            // a_pq² against 2⁻⁵⁴ · largest · max(|a_pp − a_qq|, |a_pq|).
            TWide tolerance = TSimd.WideMultiply(largest, TSimd.WideBroadcast(5.5511151231257827e-17)), excess = TSimd.WideBroadcast(0);
            for (int i = 0, diagonal = 0; i < _order; diagonal += _order - i, i++)
            {
                TWide app = TSimd.WideLoad(a + (diagonal * TSimd.WideCount));
                for (int j = i + 1, other = diagonal + _order - i; j < _order; other += _order - j, j++)
                {
                    TWide apq = TSimd.WideAbs(TSimd.WideLoad(a + ((diagonal + j - i) * TSimd.WideCount)));
                    TWide gap = TSimd.WideAbs(TSimd.WideSubtract(app, TSimd.WideLoad(a + (other * TSimd.WideCount))));
                    TWide reach = TSimd.WideSelectGreater(gap, apq, gap, apq);
                    TWide over = TSimd.WideSubtract(TSimd.WideMultiply(apq, apq), TSimd.WideMultiply(tolerance, reach));
                    excess = TSimd.WideSelectGreater(over, excess, over, excess);
                }
            }

            TSimd.WideStore(active, excess);
            return TSimd.WideAnyGreater(excess, TSimd.WideBroadcast(0));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sweep(double* a, double* active)
    {
        unchecked
        {
            TWide one = TSimd.WideBroadcast(1), zero = TSimd.WideBroadcast(0), two = TSimd.WideBroadcast(2), minusOne = TSimd.WideBroadcast(-1);
            // Equal diagonal entries and nothing off the diagonal: no rotation, not 0/0.
            TWide tiny = TSimd.WideBroadcast(1e-290);
            TWide rotates = TSimd.WideLoad(active);
            nint others = _order - 2;
            fixed (int* start = _rotations)
            {
                int* end = start + _rotations.Length;
                for (int* r = start; r < end;)
                {
                    double* pp = a + r[0], qq = a + r[1], pq = a + r[2];
                    r += 3;
                    TWide app = TSimd.WideLoad(pp), aqq = TSimd.WideLoad(qq), apq = TSimd.WideLoad(pq);
                    TWide h = TSimd.WideSubtract(aqq, app), twice = TSimd.WideMultiply(two, apq);
                    TWide square = TSimd.WideMultiplyAdd(h, h, TSimd.WideMultiplyAdd(twice, twice, tiny));
                    TWide root = TSimd.WideMultiply(square, TSimd.WideReciprocalSqrt(square));
                    TWide signed = TSimd.WideSelectGreater(zero, h, TSimd.WideMultiply(twice, minusOne), twice);
                    TWide t = TSimd.WideMultiply(signed, TSimd.WideReciprocal(TSimd.WideAdd(TSimd.WideAbs(h), root)));
                    t = TSimd.WideSelectGreater(rotates, zero, t, zero);
                    TWide c = TSimd.WideSelectGreater(rotates, zero, TSimd.WideReciprocalSqrt(TSimd.WideMultiplyAdd(t, t, one)), one);
                    TWide s = TSimd.WideMultiply(t, c), minusS = TSimd.WideMultiply(s, minusOne);
                    TWide change = TSimd.WideMultiply(t, apq);
                    TSimd.WideStore(pp, TSimd.WideSubtract(app, change));
                    TSimd.WideStore(qq, TSimd.WideAdd(aqq, change));
                    TSimd.WideStore(pq, TSimd.WideSelectGreater(rotates, zero, zero, apq));
                    for (nint k = 0; k < others; k++, r += 2)
                    {
                        TWide akp = TSimd.WideLoad(a + r[0]), akq = TSimd.WideLoad(a + r[1]);
                        TSimd.WideStore(a + r[0], TSimd.WideMultiplyAdd(c, akp, TSimd.WideMultiply(minusS, akq)));
                        TSimd.WideStore(a + r[1], TSimd.WideMultiplyAdd(s, akp, TSimd.WideMultiply(c, akq)));
                    }
                }
            }
        }
    }

    /// <summary>Place of (i, j) in the packed upper triangle.</summary>
    private int Index(int i, int j)
    {
        (i, j) = (Math.Min(i, j), Math.Max(i, j));
        return (i * _order) - (i * (i - 1) / 2) + j - i;
    }

    private IEnumerable<int> Offsets(int p, int q)
    {
        yield return Index(p, p) * TSimd.WideCount;
        yield return Index(q, q) * TSimd.WideCount;
        yield return Index(p, q) * TSimd.WideCount;
        for (int k = 0; k < _order; k++)
        {
            if (k != p && k != q)
            {
                yield return Index(k, p) * TSimd.WideCount;
                yield return Index(k, q) * TSimd.WideCount;
            }
        }
    }

    /// <summary>Every pair p &lt; q once, in rounds of disjoint pairs: the circle method.</summary>
    private static IEnumerable<(int P, int Q)> Rounds(int order)
    {
        int players = order + (order % 2);
        for (int round = 0; round < players - 1; round++)
        {
            for (int table = 0; table < players / 2; table++)
            {
                int first = table == 0 ? players - 1 : (round + table) % (players - 1);
                int second = (round + players - 1 - table) % (players - 1);
                if (first < order && second < order)
                {
                    yield return (Math.Min(first, second), Math.Max(first, second));
                }
            }
        }
    }
}
