using StructuralError.Core.Engines;

namespace StructuralError.Cuda.Steps;

/// <summary>Reads one step's results; <c>ResultRow</c> in <c>Kernels/step.h</c>.</summary>
/// <param name="row">
/// Loss, correct, fitting error, gradient norm and the logarithms of the small ones of these two, of each sample, then logits and eigenvalues of C each.
/// </param>
/// <param name="capacity">Samples that each array has room for.</param>
internal readonly ref struct ResultReader(ReadOnlySpan<double> row, int capacity)
{
    private readonly ReadOnlySpan<double> _row = row;

    public ReadOnlySpan<double> Loss => _row[..capacity];

    public bool IsCorrect(int n) => _row[capacity + n] != 0;

    public void CopyTo(Measurements into, int count)
    {
        into.Count = count;
        Loss[..count].CopyTo(into.Loss);
        for (int n = 0; n < count; n++)
        {
            into.Correct[n] = IsCorrect(n);
        }

        if (into.Level < MeasurementLevel.Structure)
        {
            return;
        }

        int classes = into.Classes;
        _row.Slice(2 * capacity, count).CopyTo(into.FittingError);
        _row.Slice(3 * capacity, count).CopyTo(into.GradientNorm);
        _row.Slice(4 * capacity, count).CopyTo(into.SmallLogFittingError);
        _row.Slice(5 * capacity, count).CopyTo(into.SmallLogGradientNorm);
        _row.Slice(6 * capacity, count * classes).CopyTo(into.Logits);
        _row.Slice((6 + classes) * capacity, count * classes).CopyTo(into.Eigenvalues);
    }
}
