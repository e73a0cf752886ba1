using StructuralError.Core.Engines;

namespace StructuralError.Core.Structure;

/// <summary>
/// Reduces per-sample measurements to one <see cref="StepRow"/>, by the table of <see cref="StepColumns"/>. Several engine batches may be added before a row is
/// finished; sums run in the order of the samples, so the row depends neither on threads nor on how the samples were split into batches. Allocates nothing.
/// </summary>
/// <remarks>
/// A is positive semidefinite, so an eigenvalue that is not positive stands for 0 at working precision: its −ln is +∞ (U, the upper bound and
/// S become infinite or NaN with it) and the sample counts as singular. NaN stays NaN.
/// </remarks>
public sealed class BatchAggregator
{
    private readonly StructuralWeights _weights;
    private readonly double _tolerance;
    private readonly double[] _sums = new double[StepColumns.Table.Length];
    private int _samples;
    private int _singular;

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
        (_samples, _singular) = (0, 0);
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] = StepColumns.Table[i].Sum?.Start ?? 0;
        }
    }

    /// <exception cref="ArgumentException">The measurements hold no structure.</exception>
    public void Add(Measurements measurements)
    {
        if (measurements.Level < MeasurementLevel.Structure)
        {
            throw new ArgumentException("measurements of the loss alone have no eigenvalues.", nameof(measurements));
        }

        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] = StepColumns.Table[i].Sum?.Add(_sums[i], measurements, _tolerance) ?? 0;
        }

        _samples += measurements.Count;
        _singular += Theorem3.SingularSamples(measurements);
    }

    /// <summary>The row of everything added since <see cref="Begin"/>, without the local Pearson columns.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public StepRow Finish(long step, int epoch)
    {
        if (_samples == 0)
        {
            throw new InvalidOperationException("a row needs at least one sample.");
        }

        StepRow row = default;
        (row.Step, row.Epoch, row.Samples, row.SingularSamples) = (step, epoch, _samples, _singular);
        for (int i = 0; i < _sums.Length; i++)
        {
            StepColumn column = StepColumns.Table[i];
            column.Put?.Invoke(ref row, column.Sum?.Finish(_sums[i], _samples) ?? double.NaN, _weights);
        }

        return row;
    }
}
