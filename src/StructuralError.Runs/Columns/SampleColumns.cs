using System.Globalization;
using StructuralError.Core.Engines;

namespace StructuralError.Runs.Columns;

/// <summary>Sample n of one measured batch: what a line of <c>samples.csv</c> is made from.</summary>
public readonly record struct SampleCell(Batch Batch, Measurements Measurements, int N);

/// <summary>
/// The columns of <c>samples.csv</c>: step, sample (its index in the data set), label, loss, fitting_error, gradient_norm and
/// lambda_1 … lambda_C, the eigenvalues of A in ascending order.
/// </summary>
public static class SampleColumns
{
    /// <param name="classes">C, the number of eigenvalue columns.</param>
    public static CsvTable<SampleCell> Table(int classes) => new(For(classes), default, RunTable.Remedy, (_, _) => null);

    private static List<Column<SampleCell>> For(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        List<Column<SampleCell>> columns =
        [
            new IntegerColumn<SampleCell>("step", cell => cell.Batch.Step),
            new IntegerColumn<SampleCell>("sample", cell => cell.Batch.Indices.Span[cell.N]),
            new IntegerColumn<SampleCell>("label", cell => cell.Batch.Data.Labels[cell.Batch.Indices.Span[cell.N]]),
            new RealColumn<SampleCell>("loss", cell => cell.Measurements.Loss[cell.N]),
            new RealColumn<SampleCell>("fitting_error", cell => cell.Measurements.FittingError[cell.N]),
            new RealColumn<SampleCell>("gradient_norm", cell => cell.Measurements.GradientNorm[cell.N]),
        ];
        for (int c = 0; c < classes; c++)
        {
            int index = c;
            string header = "lambda_" + (c + 1).ToString(CultureInfo.InvariantCulture);
            columns.Add(new RealColumn<SampleCell>(header, cell => cell.Measurements.Eigenvalues[(cell.N * cell.Measurements.Classes) + index]));
        }

        return columns;
    }
}
