using StructuralError.Core.Columns;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;

namespace StructuralError.Core.Structure;

/// <summary>
/// Reduces per-sample measurements to one <see cref="StepRow"/>, by the table of <see cref="StepColumns"/>. Several engine batches may be added before a row is
/// finished; sums run in the order of the samples, so the row depends neither on threads nor on how the samples were split into batches. Allocates nothing.
/// </summary>
/// <remarks>
/// A is positive semidefinite, so an eigenvalue that is not positive stands for 0 at working precision: its −ln is +∞ (U, the upper bound and
/// S become infinite or NaN with it) and the sample counts as singular. NaN stays NaN. Where the loss can fit a sample exactly, means of ln E_f and
/// ln ‖∇loss‖² run over the samples that it does not fit exactly, and so do the bounds that are compared with them; with none left they are NaN.
/// </remarks>
public sealed class BatchAggregator
{
    private readonly StructuralWeights _weights;
    private readonly StepContext _context;
    private readonly StepColumn[] _columns;
    private readonly double[] _sums;
    private int _samples;
    private int _singular;
    private int _exactFits;

    /// <param name="precision">The engine's: it decides the rounding that Theorem 3 is allowed.</param>
    /// <param name="loss">The engine's; null for the default.</param>
    /// <param name="isSoft">Whether targets may be other than one-hot.</param>
    public BatchAggregator(StructuralWeights weights, Precision precision, ILoss? loss = null, bool isSoft = false)
    {
        _weights = weights;
        _context = new StepContext(Theorem3.Tolerance(precision), loss ?? LossTable.Default, isSoft);
        _columns = [.. StepColumns.Table.Where(column => _context.CountsExactFits || !column.Needs.HasFlag(RunTraits.ExactFits))];
        _sums = new double[_columns.Length];
        Begin();
    }

    /// <summary>Forgets what was added.</summary>
    public void Begin()
    {
        (_samples, _singular, _exactFits) = (0, 0, 0);
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] = _columns[i].Sum?.Start ?? 0;
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
            _sums[i] = _columns[i].Sum?.Add(_sums[i], measurements, _context) ?? 0;
        }

        _samples += measurements.Count;
        _singular += Theorem3.SingularSamples(measurements);
        for (int n = 0; _context.CountsExactFits && n < measurements.Count; n++)
        {
            _exactFits += measurements.IsExactFit(n) ? 1 : 0;
        }
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
        row.ExactFits = _context.CountsExactFits ? _exactFits : null;
        for (int i = 0; i < _sums.Length; i++)
        {
            StepColumn column = _columns[i];
            int samples = column.Sum is { LeavesExactFitsOut: true } ? _samples - _exactFits : _samples;
            column.Put?.Invoke(ref row, column.Sum?.Finish(_sums[i], samples) ?? double.NaN, _weights);
        }

        return row;
    }
}
