using System.Runtime.CompilerServices;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Kernels;

/// <summary>Reduces one symmetric float64 matrix to tridiagonal form by Householder reflections, from the last row to the first.</summary>
/// <remarks>
/// Row i's reflection I − β u uᵀ maps its entries before the diagonal to (0, …, 0, e_i). With p = β A u and q = p − (β/2 · uᵀp) u the rest becomes
/// A − u qᵀ − q uᵀ. That update waits for the next reflection, so that one pass over the matrix both updates it and multiplies it.
/// The lower triangle is worked on, with the blocks on the diagonal whole: vectors then begin at column 0 in every row.
/// The tridiagonal matrix has the eigenvalues of a matrix that differs from A by a few C · 2⁻⁵³ of its norm at most.
/// </remarks>
internal static unsafe class HouseholderReduction<T, TVector, TWide, TSimd>
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    /// <summary>Rows and columns of a block on the diagonal: a multiple of every vector's length.</summary>
    public const int Block = 8;

    /// <summary>Vectors that <see cref="Run"/> needs as working space, each as long as a row.</summary>
    public const int WorkRows = 4;

    private const int RowsTogether = 4;

    // Squares of entries below 1e-140 of the largest: nothing to reflect.
    private const double Negligible = 1e-280;

    /// <summary>Elements of a row: whole blocks.</summary>
    public static int Stride(int order) => (order + Block - 1) / Block * Block;

    /// <param name="a">
    /// Shape [<see cref="Stride"/>, <see cref="Stride"/>], zero behind the matrix. The lower triangle and the blocks on the diagonal are read and overwritten.
    /// The largest entry is about 1.
    /// </param>
    /// <param name="diagonal">Destination: the diagonal of the tridiagonal matrix, [order].</param>
    /// <param name="squares">Destination: squares of the entries left of the diagonal, [order]; the first is 0.</param>
    /// <param name="work"><see cref="WorkRows"/> rows.</param>
    /// <param name="cancellation">Looked at before each row.</param>
    public static void Run(double* a, int order, double* diagonal, double* squares, double* work, CancellationToken cancellation = default)
    {
        unchecked
        {
            int stride = Stride(order);
            double* u = work, q = u + stride, next = q + stride, product = next + stride;
            new Span<double>(u, WorkRows * stride).Clear();
            for (int i = order - 1; i > 0; i--)
            {
                cancellation.ThrowIfCancellationRequested();
                double* row = a + ((nint)i * stride);
                diagonal[i] = UpdateRow(row, i, u, q, next);
                double beta = Reflect(next, i, out squares[i]);
                int length = Stride(i);
                new Span<double>(product, length).Clear();
                for (int first = 0; first < i; first += RowsTogether)
                {
                    Pass(a + ((nint)first * stride), stride, first, u, q, next, product);
                }

                new Span<double>(product + i, length - i).Clear();
                Project(next, product, length, beta);
                double* oldU = u, oldQ = q;
                u = next;
                q = product;
                next = oldU;
                product = oldQ;
            }

            diagonal[0] = *a - (2 * *u * *q);
            squares[0] = 0;
        }
    }

    /// <summary>row[0 … i − 1], the waiting update done, to <paramref name="next"/>, zeros behind it; returns row[i], updated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double UpdateRow(double* row, int i, double* u, double* q, double* next)
    {
        unchecked
        {
            TWide minusU = TSimd.WideBroadcast(-u[i]), minusQ = TSimd.WideBroadcast(-q[i]);
            for (nint j = 0; j <= i; j += TSimd.WideCount)
            {
                TWide x = TSimd.WideMultiplyAdd(minusQ, TSimd.WideLoad(u + j), TSimd.WideLoad(row + j));
                TSimd.WideStore(next + j, TSimd.WideMultiplyAdd(minusU, TSimd.WideLoad(q + j), x));
            }

            double diagonal = next[i];
            new Span<double>(next + i, Stride(i + 1) - i).Clear();
            return diagonal;
        }
    }

    /// <summary>Makes u of the row's entries x[0 … i − 1]. Returns β, 0 where there is nothing to reflect.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Reflect(double* x, int i, out double square)
    {
        unchecked
        {
            double last = x[i - 1];
            x[i - 1] = 0;
            TWide squares = TSimd.WideZero;
            for (nint j = 0; j < i; j += TSimd.WideCount)
            {
                TWide value = TSimd.WideLoad(x + j);
                squares = TSimd.WideMultiplyAdd(value, value, squares);
            }

            double others = TSimd.WideSum(squares);
            square = (last * last) + others;
            if (others < Negligible)
            {
                new Span<double>(x, i).Clear();
                square = last * last;
                return 0;
            }

            double norm = Math.Sqrt(square);
            x[i - 1] = last < 0 ? last - norm : last + norm;
            return 1 / (norm * (norm + Math.Abs(last)));
        }
    }

    /// <summary>Four rows: a ← a − u qᵀ − q uᵀ, and what they and, by symmetry, their columns add to the product of the new matrix and next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass(double* row0, nint stride, int first, double* u, double* q, double* next, double* product)
    {
        unchecked
        {
            double* row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
            TWide u0 = TSimd.WideBroadcast(-u[first]), u1 = TSimd.WideBroadcast(-u[first + 1]);
            TWide u2 = TSimd.WideBroadcast(-u[first + 2]), u3 = TSimd.WideBroadcast(-u[first + 3]);
            TWide q0 = TSimd.WideBroadcast(-q[first]), q1 = TSimd.WideBroadcast(-q[first + 1]);
            TWide q2 = TSimd.WideBroadcast(-q[first + 2]), q3 = TSimd.WideBroadcast(-q[first + 3]);
            TWide n0 = TSimd.WideBroadcast(next[first]), n1 = TSimd.WideBroadcast(next[first + 1]);
            TWide n2 = TSimd.WideBroadcast(next[first + 2]), n3 = TSimd.WideBroadcast(next[first + 3]);
            TWide s0 = TSimd.WideZero, s1 = s0, s2 = s0, s3 = s0;
            nint block = first / Block * Block;
            for (nint j = 0; j < block; j += TSimd.WideCount)
            {
                TWide uj = TSimd.WideLoad(u + j), qj = TSimd.WideLoad(q + j), nj = TSimd.WideLoad(next + j);
                TWide a0 = Update(row0 + j, u0, q0, uj, qj), a1 = Update(row1 + j, u1, q1, uj, qj);
                TWide a2 = Update(row2 + j, u2, q2, uj, qj), a3 = Update(row3 + j, u3, q3, uj, qj);
                s0 = TSimd.WideMultiplyAdd(a0, nj, s0);
                s1 = TSimd.WideMultiplyAdd(a1, nj, s1);
                s2 = TSimd.WideMultiplyAdd(a2, nj, s2);
                s3 = TSimd.WideMultiplyAdd(a3, nj, s3);
                TWide even = TSimd.WideMultiplyAdd(a2, n2, TSimd.WideMultiply(a0, n0)), odd = TSimd.WideMultiplyAdd(a3, n3, TSimd.WideMultiply(a1, n1));
                TSimd.WideStore(product + j, TSimd.WideAdd(TSimd.WideLoad(product + j), TSimd.WideAdd(even, odd)));
            }

            for (nint j = block; j < block + Block; j += TSimd.WideCount)
            {
                TWide uj = TSimd.WideLoad(u + j), qj = TSimd.WideLoad(q + j), nj = TSimd.WideLoad(next + j);
                s0 = TSimd.WideMultiplyAdd(Update(row0 + j, u0, q0, uj, qj), nj, s0);
                s1 = TSimd.WideMultiplyAdd(Update(row1 + j, u1, q1, uj, qj), nj, s1);
                s2 = TSimd.WideMultiplyAdd(Update(row2 + j, u2, q2, uj, qj), nj, s2);
                s3 = TSimd.WideMultiplyAdd(Update(row3 + j, u3, q3, uj, qj), nj, s3);
            }

            product[first] += TSimd.WideSum(s0);
            product[first + 1] += TSimd.WideSum(s1);
            product[first + 2] += TSimd.WideSum(s2);
            product[first + 3] += TSimd.WideSum(s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWide Update(double* place, TWide minusU, TWide minusQ, TWide u, TWide q)
    {
        TWide value = TSimd.WideMultiplyAdd(minusU, q, TSimd.WideMultiplyAdd(minusQ, u, TSimd.WideLoad(place)));
        TSimd.WideStore(place, value);
        return value;
    }

    /// <summary>product ← q = p − (β/2 · uᵀp) u, p = β · product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Project(double* u, double* product, int length, double beta)
    {
        unchecked
        {
            TWide inner = TSimd.WideZero, scale = TSimd.WideBroadcast(beta);
            for (nint j = 0; j < length; j += TSimd.WideCount)
            {
                inner = TSimd.WideMultiplyAdd(TSimd.WideLoad(u + j), TSimd.WideLoad(product + j), inner);
            }

            TWide along = TSimd.WideBroadcast(-0.5 * beta * beta * TSimd.WideSum(inner));
            for (nint j = 0; j < length; j += TSimd.WideCount)
            {
                TWide p = TSimd.WideMultiply(scale, TSimd.WideLoad(product + j));
                TSimd.WideStore(product + j, TSimd.WideMultiplyAdd(along, TSimd.WideLoad(u + j), p));
            }
        }
    }
}
