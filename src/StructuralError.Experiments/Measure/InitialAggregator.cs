using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Structure;

namespace StructuralError.Experiments.Measure;

/// <summary>
/// Reduces the measurements of one untrained network to an <see cref="InitialMeasurement"/>. U, L and G are those that a row of <c>steps.csv</c> would
/// have, to the bit.
/// </summary>
/// <remarks>
/// Without the output bias every eigenvalue is smaller by 1. What is then not above C·2⁻⁵² of λ_max is rounding and counts as 0. Where the network has no
/// output bias, nothing is taken off.
/// </remarks>
/// <param name="precision">The engine's.</param>
public sealed class InitialAggregator(Network network, Precision precision)
{
    private const double Rounding = 1.0 / (1L << 52);

    private readonly BatchAggregator _batch = new(StructuralWeights.Ones, precision);
    private readonly IndependenceAggregator _independence = new(network.Classes, network.ParameterCount);
    private double _logLambdaMin;
    private double _logLambdaMax;

    /// <exception cref="ArgumentException">The measurements hold no matrices, or those of another network.</exception>
    public void Add(Measurements measurements)
    {
        _independence.Add(measurements);
        _batch.Add(measurements);
        int classes = measurements.Classes;
        for (int n = 0; n < measurements.Count; n++)
        {
            double lambdaMin = measurements.Eigenvalues[n * classes], lambdaMax = measurements.Eigenvalues[((n + 1) * classes) - 1];
            _logLambdaMin += LogWithoutOutputBias(lambdaMin, lambdaMax);
            _logLambdaMax += LogWithoutOutputBias(lambdaMax, lambdaMax);
        }
    }

    /// <summary>The result of everything added.</summary>
    /// <param name="k">Number of blocks.</param>
    /// <param name="width">Width or channels.</param>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public InitialMeasurement Finish(int k, int width, long seed)
    {
        StepRow row = _batch.Finish(step: 0, epoch: 0);
        return new InitialMeasurement
        {
            Model = network.Name,
            K = k,
            Width = width,
            Seed = seed,
            L = row.L,
            LambdaMin = row.LambdaMinMean,
            LambdaMax = row.LambdaMaxMean,
            UWithoutOutputBias = (0 - _logLambdaMin) / row.Samples,
            LWithoutOutputBias = (0 - _logLambdaMax) / row.Samples,
            Independence = _independence.Finish(step: 0),
        };
    }

    private double LogWithoutOutputBias(double lambda, double lambdaMax)
    {
        if (!network.HasOutputBias)
        {
            return Logarithm.OfNonNegative(lambda);
        }

        double left = lambda - 1;
        return left <= network.Classes * Rounding * lambdaMax ? double.NegativeInfinity : Math.Log(left);
    }
}
