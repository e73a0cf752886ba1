using StructuralError.Core.Engines;

namespace StructuralError.Core.Structure;

/// <summary>
/// Reduces per-sample measurements to one <see cref="StepRow"/>. Several engine batches may be added before a row is finished; sums run in
/// the order of the samples, so the row depends neither on threads nor on how the samples were split into batches. Allocates nothing.
/// </summary>
/// <remarks>
/// A is positive semidefinite, so an eigenvalue that is not positive stands for 0 at working precision: its −ln is +∞ (U, the upper bound and
/// S become infinite or NaN with it) and the sample counts as a violation. The same rule gives ln 0 = −∞ for a fitting error or gradient norm
/// that underflowed. NaN stays NaN.
/// </remarks>
public sealed class BatchAggregator
{
    private readonly StructuralWeights _weights;
    private readonly double _tolerance;
    private int _samples;
    private int _correct;
    private int _violations;
    private double _loss;
    private double _logFittingError;
    private double _logGradientNorm;
    private double _logLambdaMin;
    private double _logLambdaMax;
    private double _fittingError;
    private double _gradientNorm;
    private double _lambdaMin;
    private double _lambdaMax;
    private double _smallestLambdaMin;
    private double _largestLambdaMax;

    /// <param name="precision">The engine's: it decides the rounding that Theorem 3 is allowed.</param>
    public BatchAggregator(StructuralWeights weights, Precision precision)
    {
        _weights = weights;
        _tolerance = Theorem3.Tolerance(precision);
        Begin();
    }

    /// <summary>Forgets what was added.</summary>
    public void Begin()
    {
        (_samples, _correct, _violations) = (0, 0, 0);
        (_loss, _logFittingError, _logGradientNorm, _logLambdaMin, _logLambdaMax) = (0, 0, 0, 0, 0);
        (_fittingError, _gradientNorm, _lambdaMin, _lambdaMax) = (0, 0, 0, 0);
        (_smallestLambdaMin, _largestLambdaMax) = (double.PositiveInfinity, double.NegativeInfinity);
    }

    /// <exception cref="ArgumentException">The measurements hold no structure.</exception>
    public void Add(Measurements measurements)
    {
        if (measurements.Level < MeasurementLevel.Structure)
        {
            throw new ArgumentException("measurements of the loss alone have no eigenvalues.", nameof(measurements));
        }

        int classes = measurements.Classes;
        for (int n = 0; n < measurements.Count; n++)
        {
            double lambdaMin = measurements.Eigenvalues[n * classes];
            double lambdaMax = measurements.Eigenvalues[(n * classes) + classes - 1];
            double fittingError = measurements.FittingError[n];
            double gradientNorm = measurements.GradientNorm[n];
            _loss += measurements.Loss[n];
            _correct += measurements.Correct[n] ? 1 : 0;
            _logFittingError += Logarithm.OfNonNegative(fittingError);
            _logGradientNorm += Logarithm.OfNonNegative(gradientNorm);
            _logLambdaMin += Logarithm.OfNonNegative(lambdaMin);
            _logLambdaMax += Logarithm.OfNonNegative(lambdaMax);
            _fittingError += fittingError;
            _gradientNorm += gradientNorm;
            _lambdaMin += lambdaMin;
            _lambdaMax += lambdaMax;
            _smallestLambdaMin = Math.Min(_smallestLambdaMin, lambdaMin);
            _largestLambdaMax = Math.Max(_largestLambdaMax, lambdaMax);
            _violations += Theorem3.Holds(lambdaMin, lambdaMax, fittingError, gradientNorm, _tolerance) ? 0 : 1;
        }

        _samples += measurements.Count;
    }

    /// <summary>The row of everything added since <see cref="Begin"/>, without the local Pearson columns.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public StepRow Finish(long step, int epoch)
    {
        if (_samples == 0)
        {
            throw new InvalidOperationException("a row needs at least one sample.");
        }

        double logGradientNorm = _logGradientNorm / _samples;
        // Subtracted, so that eigenvalues of exactly 1 give 0 and not −0.
        double u = (0 - _logLambdaMin) / _samples, l = (0 - _logLambdaMax) / _samples, g = u - l;
        return new StepRow
        {
            Step = step,
            Epoch = epoch,
            Samples = _samples,
            Loss = _loss / _samples,
            Accuracy = (double)_correct / _samples,
            LogFittingError = _logFittingError / _samples,
            LogGradientNorm = logGradientNorm,
            U = u,
            L = l,
            G = g,
            S = _weights.Combine(g, u, l),
            UpperBound = logGradientNorm + u,
            LowerBound = logGradientNorm + l,
            LogMeanFittingError = Logarithm.OfNonNegative(_fittingError / _samples),
            LogMeanGradientNorm = Logarithm.OfNonNegative(_gradientNorm / _samples),
            LambdaMinMean = _lambdaMin / _samples,
            LambdaMaxMean = _lambdaMax / _samples,
            LambdaMinMin = _smallestLambdaMin,
            LambdaMaxMax = _largestLambdaMax,
            Theorem3Violations = _violations,
        };
    }
}
