using StructuralError.Core.Engines;
using StructuralError.Core.Losses;

namespace StructuralError.Core.Structure;

/// <summary>Makes a <see cref="KernelRow"/> of the kernel between the samples of a probe.</summary>
/// <param name="parameters">P.</param>
/// <param name="sgd">What the kernel's sharpness is compared with.</param>
/// <param name="precision">The engine's: it decides the rounding that the bounds are allowed, as Theorem 3.</param>
/// <param name="loss">The engine's.</param>
public sealed class KernelAggregator(KernelMeasurements measured, long parameters, SgdOptions sgd, Precision precision, ILoss loss)
{
    // What the solver leaves of an eigenvalue that is 0, as a share of the largest.
    private const double Rounding = 1e-12;

    private readonly int _samples = measured.Samples;
    private readonly int _classes = measured.Classes;
    private readonly double[] _eigenvalues = new double[measured.Order];
    private readonly double[] _curved = new double[measured.K.Length];
    private readonly double[] _factors = new double[measured.Order * measured.Classes];
    private readonly double[] _block = new double[measured.Classes * measured.Classes];
    private readonly double[] _blockEigenvalues = new double[measured.Classes];
    private readonly double[] _start = new double[measured.K.Length];
    private double _startNorm;

    /// <summary>Whether <see cref="KeepStart"/> was called.</summary>
    public bool HasStart { get; private set; }

    /// <summary>The kernel that is measured now is K_0.</summary>
    public void KeepStart()
    {
        measured.K.CopyTo(_start, 0);
        (_startNorm, HasStart) = (SquareMatrix.Norm(_start), true);
    }

    /// <param name="solver">Finds the eigenvalues.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public KernelRow Finish(long step, IKernelEngine solver, CancellationToken cancellation)
    {
        int order = measured.Order;
        solver.SolveEigenvalues(measured.K, order, _eigenvalues, all: true, cancellation);
        double largest = _eigenvalues[^1];
        for (int i = 0; i < order; i++)
        {
            _eigenvalues[i] = _eigenvalues[i] <= Rounding * largest ? 0 : _eigenvalues[i];
        }

        double squaredError = measured.FittingError.Sum(), squaredGradient = SquareMatrix.QuadraticForm(measured.K, measured.Error);
        double squares = (double)_samples * _samples;
        double tolerance = Theorem3.Tolerance(precision);
        FillCurved(cancellation);
        (double ofSamples, double traces) = MeasureSamples(solver, cancellation);
        return new KernelRow
        {
            Step = step,
            Samples = _samples,
            Loss = measured.Loss.Sum() / _samples,
            LogMeanFittingError = Logarithm.OfNonNegative(squaredError / _samples),
            LogBatchGradientNorm = Logarithm.OfNonNegative(squaredGradient / squares),
            UpperBound = Logarithm.OfNonNegative(largest * squaredError / squares),
            LowerBound = Logarithm.OfNonNegative(_eigenvalues[0] * squaredError / squares),
            Violations = Theorem3.Holds(_eigenvalues[0], largest, squaredError, squaredGradient, tolerance) ? 0 : 1,
            LambdaMin = _eigenvalues[0],
            LambdaMax = largest,
            Trace = SquareMatrix.Trace(measured.K, order),
            EffectiveRank = EffectiveRank(),
            LabelAlignment = LabelAlignment(),
            RelativeChange = RelativeChange(),
            Sharpness = Sharpness(solver, cancellation) / _samples,
            StabilityLimit = 2 * (1 + sgd.Momentum) / sgd.LearningRate,
            GgnLambdaMax = ofSamples / _samples,
            GgnTrace = traces / _samples,
            ParticipationRatio = ParticipationRatio(),
        };
    }

    private double EffectiveRank()
    {
        double sum = _eigenvalues.Sum();
        return Math.Exp(-_eigenvalues.Select(eigenvalue => eigenvalue / sum).Sum(share => share == 0 ? 0 : share * Math.Log(share)));
    }

    private double RelativeChange()
    {
        double sum = 0;
        for (int i = 0; i < _start.Length; i++)
        {
            double change = measured.K[i] - _start[i];
            sum += change * change;
        }

        return Math.Sqrt(sum) / _startNorm;
    }

    /// <summary>
    /// ⟨k, l⟩_F / (‖k‖_F ‖l‖_F) of the centred matrices, k_nm = Σ_c K_{nc,mc} and l_nm = 1 where the labels are the same, otherwise 0. Null where one of them
    /// is constant.
    /// </summary>
    private double? LabelAlignment()
    {
        double[] kernel = new double[_samples * _samples], labels = new double[_samples * _samples];
        for (int n = 0; n < _samples; n++)
        {
            for (int m = 0; m < _samples; m++)
            {
                for (int c = 0; c < _classes; c++)
                {
                    kernel[(n * _samples) + m] += measured.K[(((n * _classes) + c) * measured.Order) + (m * _classes) + c];
                }

                labels[(n * _samples) + m] = measured.Labels[n] == measured.Labels[m] ? 1 : 0;
            }
        }

        bool isVaried = Centre(kernel) & Centre(labels);
        return isVaried ? SquareMatrix.Dot(kernel, labels) / (SquareMatrix.Norm(kernel) * SquareMatrix.Norm(labels)) : null;
    }

    /// <summary>Subtracts the means of rows and columns from a symmetric matrix. Returns whether more than rounding is left.</summary>
    private bool Centre(double[] matrix)
    {
        double before = SquareMatrix.Norm(matrix);
        double[] means = [.. matrix.Chunk(_samples).Select(row => row.Sum() / _samples)];
        double mean = means.Average();
        for (int i = 0; i < matrix.Length; i++)
        {
            matrix[i] += mean - means[i / _samples] - means[i % _samples];
        }

        return SquareMatrix.Norm(matrix) > Rounding * before;
    }

    /// <summary>The Gauss–Newton matrix has the eigenvalues of Fᵀ K F, F the samples' factors on the diagonal: this fills Fᵀ K F.</summary>
    private void FillCurved(CancellationToken cancellation)
    {
        int size = _block.Length, order = measured.Order;
        for (int n = 0; n < _samples; n++)
        {
            loss.FactorCurvature(measured.Logits.AsSpan(n * _classes, _classes), _factors.AsSpan(n * size, size));
        }

        for (int n = 0; n < _samples; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int m = 0; m < _samples; m++)
            {
                int corner = (n * _classes * order) + (m * _classes);
                Array.Clear(_block);
                for (int c = 0; c < _classes; c++)
                {
                    for (int d = 0; d < _classes; d++)
                    {
                        ReadOnlySpan<double> factor = _factors.AsSpan((m * size) + (d * _classes), _classes);
                        AddScaled(measured.K[corner + (c * order) + d], factor, _block.AsSpan(c * _classes, _classes));
                    }
                }

                for (int c = 0; c < _classes; c++)
                {
                    Span<double> row = _curved.AsSpan(corner + (c * order), _classes);
                    row.Clear();
                    for (int d = 0; d < _classes; d++)
                    {
                        AddScaled(_factors[(n * size) + (d * _classes) + c], _block.AsSpan(d * _classes, _classes), row);
                    }
                }
            }
        }
    }

    private double Sharpness(IKernelEngine solver, CancellationToken cancellation)
    {
        solver.SolveEigenvalues(_curved, measured.Order, _eigenvalues, all: false, cancellation);
        return _eigenvalues[^1];
    }

    /// <summary>Sums over the samples of the largest eigenvalue and of the trace of their own blocks.</summary>
    private (double Largest, double Trace) MeasureSamples(IKernelEngine solver, CancellationToken cancellation)
    {
        double largest = 0, trace = 0;
        for (int n = 0; n < _samples; n++)
        {
            for (int c = 0; c < _classes; c++)
            {
                _curved.AsSpan((((n * _classes) + c) * measured.Order) + (n * _classes), _classes).CopyTo(_block.AsSpan(c * _classes));
            }

            solver.SolveEigenvalues(_block, _classes, _blockEigenvalues, all: false, cancellation);
            largest += _blockEigenvalues[^1];
            trace += SquareMatrix.Trace(_block, _classes);
        }

        return (largest, trace);
    }

    /// <summary>Rows of zeros, which take part in nothing, count as 0.</summary>
    private double ParticipationRatio()
    {
        double sum = 0;
        for (int i = 0; i < measured.Order; i++)
        {
            double squares = measured.K[(i * measured.Order) + i];
            sum += squares == 0 ? 0 : squares * squares / measured.FourthPowers[i] / parameters;
        }

        return sum / measured.Order;
    }

    private static void AddScaled(double factor, ReadOnlySpan<double> from, Span<double> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += factor * from[i];
        }
    }
}
