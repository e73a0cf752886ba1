using StructuralError.Core.Engines;

namespace StructuralError.Core.Structure;

/// <summary>
/// Reduces per-sample structural matrices to one <see cref="IndependenceRow"/>. As with <see cref="BatchAggregator"/>, several engine batches may be added,
/// sums run in the order of the samples, and nothing is allocated.
/// </summary>
/// <remarks>
/// A column of zeros is taken as orthogonal to the others. Where all columns are zero, the ratio of their norms is 1; where the shortest is zero, λ_min is 0 as
/// well and λ_min / min A_cc is taken as 1. With one class there are no pairs: both cosines are NaN.
/// </remarks>
/// <param name="parameters">P = |θ|.</param>
public sealed class IndependenceAggregator(int classes, long parameters)
{
    private readonly double _smallestNormRatio = Theorem4.SmallestNormRatio(classes, parameters);
    private readonly double _largestInnerProduct = Theorem4.LargestInnerProduct(classes, parameters);
    private readonly double _boundOfG = Theorem4.BoundOfG(classes, parameters);

    // Sums of what the row has the means of.
    private IndependenceRow _sums;
    private double _logLambdaMin;
    private double _logLambdaMax;

    /// <summary>Forgets what was added.</summary>
    public void Begin() => (_sums, _logLambdaMin, _logLambdaMax) = (default, 0, 0);

    /// <exception cref="ArgumentException">The measurements hold no matrices, or of another number of classes.</exception>
    public void Add(Measurements measurements)
    {
        if (measurements.Level < MeasurementLevel.Matrix || measurements.Classes != classes)
        {
            throw new ArgumentException($"measurements of level {measurements.Level} with {measurements.Classes} classes hold no {classes} × {classes} "
                + "matrices.", nameof(measurements));
        }

        int square = classes * classes;
        for (int n = 0; n < measurements.Count; n++)
        {
            Add(measurements.A.AsSpan(n * square, square), measurements.Eigenvalues[n * classes], measurements.Eigenvalues[((n + 1) * classes) - 1]);
        }
    }

    /// <summary>The row of everything added since <see cref="Begin"/>.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IndependenceRow Finish(long step)
    {
        int samples = _sums.Samples;
        if (samples == 0)
        {
            throw new InvalidOperationException("a row needs at least one sample.");
        }

        // As in BatchAggregator, to the bit.
        double u = (0 - _logLambdaMin) / samples, l = (0 - _logLambdaMax) / samples;
        double logEpsilonSquared = _sums.LogEpsilonSquared / samples;
        return _sums with
        {
            Step = step,
            Parameters = parameters,
            LogEpsilonSquared = logEpsilonSquared,
            SmallestNormRatio = _sums.SmallestNormRatio / samples,
            MeanAbsoluteCosine = _sums.MeanAbsoluteCosine / samples,
            LargestAbsoluteCosine = _sums.LargestAbsoluteCosine / samples,
            U = u,
            BoundOfU = Theorem4.BoundOfU(classes, parameters, logEpsilonSquared),
            G = u - l,
            BoundOfG = _boundOfG,
            LambdaMinOverSmallestDiagonal = _sums.LambdaMinOverSmallestDiagonal / samples,
        };
    }

    private void Add(ReadOnlySpan<double> a, double lambdaMin, double lambdaMax)
    {
        (double smallest, double largest) = Diagonal(a);
        (double meanCosine, double largestCosine, double largestInner) = Pairs(a);
        double logLambdaMin = Logarithm.OfNonNegative(lambdaMin), logLambdaMax = Logarithm.OfNonNegative(lambdaMax);
        double logEpsilonSquared = Logarithm.OfNonNegative(largest);
        double normRatio = largest == 0 ? 1 : Math.Sqrt(smallest / largest);
        _sums.Samples++;
        _sums.LogEpsilonSquared += logEpsilonSquared;
        _sums.SmallestNormRatio += normRatio;
        _sums.MeanAbsoluteCosine += meanCosine;
        _sums.LargestAbsoluteCosine += largestCosine;
        _sums.NormFailures += normRatio < _smallestNormRatio ? 1 : 0;
        _sums.CosineFailures += largestInner > _largestInnerProduct * largest ? 1 : 0;
        _logLambdaMin += logLambdaMin;
        _logLambdaMax += logLambdaMax;
        _sums.UViolations += -logLambdaMin > Theorem4.BoundOfU(classes, parameters, logEpsilonSquared) ? 1 : 0;
        _sums.GViolations += logLambdaMax - logLambdaMin > _boundOfG ? 1 : 0;
        _sums.LambdaMinOverSmallestDiagonal += smallest == 0 ? 1 : lambdaMin / smallest;
    }

    private (double Smallest, double Largest) Diagonal(ReadOnlySpan<double> a)
    {
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        for (int c = 0; c < classes; c++)
        {
            smallest = Math.Min(smallest, a[(c * classes) + c]);
            largest = Math.Max(largest, a[(c * classes) + c]);
        }

        return (smallest, largest);
    }

    private (double MeanCosine, double LargestCosine, double LargestInner) Pairs(ReadOnlySpan<double> a)
    {
        double sum = 0, largest = double.NaN, largestInner = 0;
        for (int c = 0; c < classes; c++)
        {
            for (int other = c + 1; other < classes; other++)
            {
                double inner = Math.Abs(a[(c * classes) + other]);
                double norms = Math.Sqrt(a[(c * classes) + c]) * Math.Sqrt(a[(other * classes) + other]);
                double cosine = norms == 0 ? 0 : inner / norms;
                sum += cosine;
                largest = c == 0 && other == 1 ? cosine : Math.Max(largest, cosine);
                largestInner = Math.Max(largestInner, inner);
            }
        }

        // 0 / 0 with one class.
        return (sum / (classes * (classes - 1) / 2), largest, largestInner);
    }
}
