using System.Numerics.Tensors;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Kernels;

/// <summary>
/// Eigenvalues of symmetric float64 matrices. Up to <see cref="LargestJacobiOrder"/> rows: <see cref="JacobiEigenvalues{T, TVector, TWide, TSimd}"/>, a matrix
/// a lane. Beyond, matrix by matrix: <see cref="HouseholderReduction{T, TVector, TWide, TSimd}"/>, then
/// <see cref="TridiagonalEigenvalues{T, TVector, TWide, TSimd}"/>.
/// </summary>
/// <param name="order">C, rows of each matrix.</param>
/// <param name="largestJacobiOrder">Most rows that Jacobi rotations take.</param>
internal sealed unsafe class SymmetricEigenvalues<T, TVector, TWide, TSimd>(
    int order, int largestJacobiOrder = SymmetricEigenvalues<T, TVector, TWide, TSimd>.LargestJacobiOrder)
    where T : unmanaged
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    public const int LargestJacobiOrder = 24;

    private readonly JacobiEigenvalues<T, TVector, TWide, TSimd>? _jacobi =
        order <= largestJacobiOrder ? new JacobiEigenvalues<T, TVector, TWide, TSimd>(order) : null;

    /// <summary>Ends <see cref="Solve"/> with an <see cref="OperationCanceledException"/>, soon even where the order is in the thousands.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Most matrices of one call.</summary>
    public int Together => _jacobi is null ? 1 : JacobiEigenvalues<T, TVector, TWide, TSimd>.Lanes;

    /// <summary>Float64 values of working space that one call needs, aligned to the vector.</summary>
    public int WorkCount => _jacobi?.WorkCount
        ?? ((Stride + HouseholderReduction<T, TVector, TWide, TSimd>.WorkRows + 2) * Stride) + TridiagonalEigenvalues<T, TVector, TWide, TSimd>.WorkCount;

    private int Stride => HouseholderReduction<T, TVector, TWide, TSimd>.Stride(order);

    /// <summary>Writes the eigenvalues of <paramref name="count"/> matrices, ascending, each with <paramref name="shift"/> of its own added.</summary>
    /// <param name="matrices">Shape [count, C, C], both triangles.</param>
    /// <param name="count">At most <see cref="Together"/>.</param>
    /// <param name="all">Without, those between the smallest and the largest may be NaN.</param>
    /// <param name="eigenvalues">Destination, shape [count, C]. All NaN where a matrix holds NaN or infinity.</param>
    /// <param name="work">At least <see cref="WorkCount"/> values.</param>
    public void Solve(double* matrices, double* shift, int count, bool all, double* eigenvalues, double* work)
    {
        if (_jacobi is not null)
        {
            _jacobi.Solve(matrices, shift, count, eigenvalues, work);
            return;
        }

        SolveOne(matrices, *shift, all, eigenvalues, work);
    }

    private void SolveOne(double* matrix, double shift, bool all, double* eigenvalues, double* work)
    {
        unchecked
        {
            int stride = Stride;
            double* diagonal = work + ((nint)stride * stride), squares = diagonal + stride, rows = squares + stride;
            double* search = rows + (HouseholderReduction<T, TVector, TWide, TSimd>.WorkRows * stride);
            double largest = Copy(matrix, work);
            new Span<double>(eigenvalues, order).Fill(double.NaN);
            if (!double.IsFinite(largest))
            {
                return;
            }

            if (largest == 0)
            {
                new Span<double>(eigenvalues, order).Fill(shift);
                return;
            }

            // A power of two: no entry is rounded. Squares neither overflow nor vanish.
            int exponent = Math.Max(Math.ILogB(largest), -1000);
            Scale(work, Math.ScaleB(1, -exponent));
            HouseholderReduction<T, TVector, TWide, TSimd>.Run(work, order, diagonal, squares, rows, Cancellation);
            TridiagonalEigenvalues<T, TVector, TWide, TSimd>.Solve(diagonal, squares, order, all, eigenvalues, search);
            double unit = Math.ScaleB(1, exponent);
            for (int c = 0; c < order; c++)
            {
                eigenvalues[c] = (unit * eigenvalues[c]) + shift;
            }
        }
    }

    /// <summary>
    /// Copies each row up to the end of its block on the diagonal. Returns the largest absolute value, NaN or infinity where one is among them.
    /// </summary>
    private double Copy(double* matrix, double* a)
    {
        unchecked
        {
            double largest = 0;
            for (int i = 0; i < Stride; i++)
            {
                Span<double> to = Row(a, i);
                int count = i < order ? Math.Min(to.Length, order) : 0;
                new Span<double>(matrix + ((nint)i * order), count).CopyTo(to);
                to[count..].Clear();
                largest = Math.Max(largest, Math.Abs(TensorPrimitives.MaxMagnitude<double>(to)));
            }

            return largest;
        }
    }

    private void Scale(double* a, double factor)
    {
        for (int i = 0; i < Stride; i++)
        {
            TensorPrimitives.Multiply(Row(a, i), factor, Row(a, i));
        }
    }

    private Span<double> Row(double* a, int i) => new(a + ((nint)i * Stride), HouseholderReduction<T, TVector, TWide, TSimd>.Stride(i + 1));
}
