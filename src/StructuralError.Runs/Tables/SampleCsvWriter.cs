using StructuralError.Core.Engines;
using StructuralError.Core.Structure;

namespace StructuralError.Runs.Tables;

/// <summary>Writes <c>samples.csv</c>, one line a sample and step, as <see cref="CsvTable{T}.Writer"/> does.</summary>
/// <param name="classes">C, the number of eigenvalue columns.</param>
/// <inheritdoc cref="CsvTable{T}.Writer" path="/param"/>
public sealed class SampleCsvWriter(Action<ReadOnlySpan<byte>> write, int classes, string? header = null) : IDisposable
{
    private readonly CsvRowWriter<SampleRow> _rows = RunTables.Samples(classes).Writer(write, header);

    /// <summary>Writes the samples of one batch, in the order of its indices. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The measurements are not of this batch, of other classes, or without structure.</exception>
    /// <exception cref="IOException">What is written to refuses.</exception>
    public void Write(in Batch batch, Measurements measurements)
    {
        string? misfit = measurements.Count != batch.Count ? $"{measurements.Count} samples were measured, the batch has {batch.Count}."
            : measurements.Classes != classes ? $"{measurements.Classes} classes were measured, the file has {classes}."
            : measurements.Level < MeasurementLevel.Structure ? "The measurements hold no structure, so there are no eigenvalues to write."
            : null;
        if (misfit is not null)
        {
            throw new ArgumentException(misfit, nameof(measurements));
        }

        for (int n = 0; n < measurements.Count; n++)
        {
            int sample = batch.Indices.Span[n];
            _rows.Write(new SampleRow
            {
                Step = batch.Step,
                Sample = sample,
                Label = batch.Data.Labels[sample],
                Loss = measurements.Loss[n],
                FittingError = measurements.FittingError[n],
                GradientNorm = measurements.GradientNorm[n],
                Eigenvalues = measurements.Eigenvalues.AsMemory(n * classes, classes),
            });
        }
    }

    /// <inheritdoc cref="CsvRowWriter{T}.Flush"/>
    public void Flush() => _rows.Flush();

    /// <inheritdoc cref="CsvRowWriter{T}.Dispose"/>
    public void Dispose() => _rows.Dispose();
}
