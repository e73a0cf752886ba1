using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// Eigenvalues of small symmetric float64 matrices, as many at a time as a vector has lanes: the Jacobi method, each lane its own matrix.
/// </summary>
/// <remarks>
/// Rotations are taken in rounds of disjoint pairs (a round-robin tournament), so that those of one round do not wait for each other.
/// A rotation that zeroes a_pq takes the smaller of the two angles, |φ| ≤ π/4: with h = a_qq − a_pp and r = 1/√(h² + 4 a_pq²),
/// cos² φ = (1 + |h| r)/2 and sin φ = a_pq sgn(h) r / cos φ.
/// What is left off the diagonal moves an eigenvalue by a_pq² / |a_pp − a_qq| at second order, and never by more than |a_pq|. Sweeps end when
/// the smaller of the two is at most 2⁻⁵⁴ of the lane's largest |a_pp| for every pair: lane by lane, so that no matrix feels its neighbours,
/// or after <see cref="MaxSweeps"/>: a matrix that holds NaN or infinity gives no finite eigenvalue and never hangs.
/// </remarks>
internal sealed unsafe class JacobiEigenvalues<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    public const int MaxSweeps = 40;

    private readonly int _order;

    // One stretch a round: (a_pp, a_qq, a_pq) of each pair, (a_pk, a_qk) for an index k left alone, then the four entries of each two pairs' block.
    private readonly int[] _rounds;

    /// <param name="order">C, rows of each matrix.</param>
    public JacobiEigenvalues(int order)
    {
        _order = order;
        _rounds = [.. Rounds(order).SelectMany(Offsets)];
    }

    /// <summary>Matrices solved together.</summary>
    public static int Lanes => TSimd.WideCount;

    /// <summary>Float64 values of working space that one call needs, aligned to the vector.</summary>
    public int WorkCount => (ActiveOffset + 1 + (2 * (_order / 2))) * TSimd.WideCount;

    /// <summary>
    /// Behind the packed matrices: one vector, positive in the lanes that still rotate; behind that, cosine and sine of each pair of a round.
    /// </summary>
    private int ActiveOffset => _order * (_order + 1) / 2;

    /// <summary>
    /// Writes the eigenvalues of <paramref name="count"/> ≤ <see cref="Lanes"/> matrices, ascending, each with <paramref name="shift"/> of its own added.
    /// </summary>
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
            TWide largest = TSimd.WideZero;
            for (int i = 0, index = 0; i < _order; index += _order - i, i++)
            {
                TWide size = TSimd.WideAbs(TSimd.WideLoad(a + (index * TSimd.WideCount)));
                largest = TSimd.WideSelectGreater(size, largest, size, largest);
            }

            // a_pq² against 2⁻⁵⁴ · largest · max(|a_pp − a_qq|, |a_pq|).
            TWide tolerance = TSimd.WideMultiply(largest, TSimd.WideBroadcast(5.5511151231257827e-17)), excess = TSimd.WideZero;
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
            return TSimd.WideAnyGreater(excess, TSimd.WideZero);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sweep(double* a, double* active)
    {
        unchecked
        {
            double* angles = active + TSimd.WideCount;
            nint pairs = _order / 2, alone = _order % 2;
            fixed (int* start = _rounds)
            {
                int* end = start + _rounds.Length;
                for (int* round = start; round < end;)
                {
                    Turn(a, round, pairs, active, angles);
                    round += 3 * pairs;
                    for (nint i = 0; i < alone * pairs; i++, round += 2)
                    {
                        TWide c = TSimd.WideLoad(angles + (2 * i * TSimd.WideCount)), s = TSimd.WideLoad(angles + (((2 * i) + 1) * TSimd.WideCount));
                        TWide x = TSimd.WideLoad(a + round[0]), y = TSimd.WideLoad(a + round[1]);
                        TSimd.WideStore(a + round[0], TSimd.WideSubtract(TSimd.WideMultiply(c, x), TSimd.WideMultiply(s, y)));
                        TSimd.WideStore(a + round[1], TSimd.WideMultiplyAdd(s, x, TSimd.WideMultiply(c, y)));
                    }

                    round = RotateBlocks(a, round, pairs, angles);
                }
            }
        }
    }

    /// <summary>The rotations of one round: a_pp and a_qq after it, a_pq = 0, and cosine and sine of every pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(double* a, int* pair, nint pairs, double* active, double* angles)
    {
        unchecked
        {
            TWide one = TSimd.WideBroadcast(1), zero = TSimd.WideZero, two = TSimd.WideBroadcast(2);
            TWide half = TSimd.WideBroadcast(0.5), minusOne = TSimd.WideBroadcast(-1);
            // Equal diagonal entries and nothing off the diagonal: no rotation, not 0/0.
            TWide tiny = TSimd.WideBroadcast(1e-145);
            TWide rotates = TSimd.WideLoad(active);
            for (nint i = 0; i < pairs; i++, pair += 3)
            {
                double* pp = a + pair[0], qq = a + pair[1], pq = a + pair[2];
                TWide app = TSimd.WideLoad(pp), aqq = TSimd.WideLoad(qq), apq = TSimd.WideLoad(pq);
                TWide h = TSimd.WideSubtract(aqq, app), size = TSimd.WideAdd(TSimd.WideAbs(h), tiny);
                TWide twice = TSimd.WideSelectGreater(rotates, zero, TSimd.WideMultiply(two, apq), zero);
                twice = TSimd.WideSelectGreater(zero, h, TSimd.WideMultiply(twice, minusOne), twice);
                TWide inverse = TSimd.WideReciprocalSqrt(TSimd.WideMultiplyAdd(size, size, TSimd.WideMultiply(twice, twice)));
                TWide square = TSimd.WideMultiplyAdd(TSimd.WideMultiply(size, inverse), half, half);
                TWide secant = TSimd.WideReciprocalSqrt(square);
                TWide s = TSimd.WideMultiply(TSimd.WideMultiply(TSimd.WideMultiply(twice, half), inverse), secant);
                TWide change = TSimd.WideMultiply(TSimd.WideMultiply(s, secant), apq);
                TSimd.WideStore(pp, TSimd.WideSubtract(app, change));
                TSimd.WideStore(qq, TSimd.WideAdd(aqq, change));
                TSimd.WideStore(pq, TSimd.WideSelectGreater(rotates, zero, zero, apq));
                TSimd.WideStore(angles + (2 * i * TSimd.WideCount), TSimd.WideSelectGreater(rotates, zero, TSimd.WideMultiply(square, secant), one));
                TSimd.WideStore(angles + (((2 * i) + 1) * TSimd.WideCount), s);
            }
        }
    }

    /// <summary>What a round does off the pairs: each block of two pairs' rows and columns is rotated from both sides at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int* RotateBlocks(double* a, int* block, nint pairs, double* angles)
    {
        unchecked
        {
            for (nint i = 0; i + 1 < pairs; i++)
            {
                TWide c = TSimd.WideLoad(angles + (2 * i * TSimd.WideCount)), s = TSimd.WideLoad(angles + (((2 * i) + 1) * TSimd.WideCount));
                TWide minusS = TSimd.WideMultiply(s, TSimd.WideBroadcast(-1));
                for (nint j = i + 1; j < pairs; j++, block += 4)
                {
                    TWide cj = TSimd.WideLoad(angles + (2 * j * TSimd.WideCount)), sj = TSimd.WideLoad(angles + (((2 * j) + 1) * TSimd.WideCount));
                    TWide pp = TSimd.WideLoad(a + block[0]), pq = TSimd.WideLoad(a + block[1]);
                    TWide qp = TSimd.WideLoad(a + block[2]), qq = TSimd.WideLoad(a + block[3]);
                    TWide left = TSimd.WideMultiplyAdd(c, pp, TSimd.WideMultiply(minusS, qp));
                    TWide right = TSimd.WideMultiplyAdd(c, pq, TSimd.WideMultiply(minusS, qq));
                    TWide lower = TSimd.WideMultiplyAdd(s, pp, TSimd.WideMultiply(c, qp)), last = TSimd.WideMultiplyAdd(s, pq, TSimd.WideMultiply(c, qq));
                    TSimd.WideStore(a + block[0], TSimd.WideSubtract(TSimd.WideMultiply(cj, left), TSimd.WideMultiply(sj, right)));
                    TSimd.WideStore(a + block[1], TSimd.WideMultiplyAdd(sj, left, TSimd.WideMultiply(cj, right)));
                    TSimd.WideStore(a + block[2], TSimd.WideSubtract(TSimd.WideMultiply(cj, lower), TSimd.WideMultiply(sj, last)));
                    TSimd.WideStore(a + block[3], TSimd.WideMultiplyAdd(sj, lower, TSimd.WideMultiply(cj, last)));
                }
            }

            return block;
        }
    }

    /// <summary>Place of (i, j) in the packed upper triangle.</summary>
    private int Index(int i, int j)
    {
        (i, j) = (Math.Min(i, j), Math.Max(i, j));
        return (i * _order) - (i * (i - 1) / 2) + j - i;
    }

    /// <summary>Offsets of one round in vectors of the packed upper triangle, in the order in which <see cref="Sweep"/> reads them.</summary>
    private IEnumerable<int> Offsets((int P, int Q)[] pairs)
    {
        IEnumerable<(int Row, int Column)> places = pairs.SelectMany(pair => ((int, int)[])[(pair.P, pair.P), (pair.Q, pair.Q), (pair.P, pair.Q)]);
        for (int alone = 0; alone < _order; alone++)
        {
            if (!pairs.Any(pair => pair.P == alone || pair.Q == alone))
            {
                int other = alone;
                places = places.Concat(pairs.SelectMany(pair => ((int, int)[])[(pair.P, other), (pair.Q, other)]));
            }
        }

        for (int i = 0; i < pairs.Length; i++)
        {
            for (int j = i + 1; j < pairs.Length; j++)
            {
                ((int p, int q), (int r, int s)) = (pairs[i], pairs[j]);
                places = places.Concat([(p, r), (p, s), (q, r), (q, s)]);
            }
        }

        return places.Select(place => Index(place.Row, place.Column) * TSimd.WideCount);
    }

    /// <summary>Every pair p &lt; q once, in rounds of disjoint pairs: the circle method. In an odd order each round leaves one index alone.</summary>
    private static IEnumerable<(int P, int Q)[]> Rounds(int order)
    {
        int players = order + (order % 2);
        for (int round = 0; round < players - 1; round++)
        {
            var pairs = new List<(int P, int Q)>();
            for (int table = 0; table < players / 2; table++)
            {
                int first = table == 0 ? players - 1 : (round + table) % (players - 1);
                int second = (round + players - 1 - table) % (players - 1);
                if (first < order && second < order)
                {
                    pairs.Add((Math.Min(first, second), Math.Max(first, second)));
                }
            }

            yield return [.. pairs];
        }
    }
}
