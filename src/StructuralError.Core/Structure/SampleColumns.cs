using System.Globalization;
using StructuralError.Core.Columns;

namespace StructuralError.Core.Structure;

/// <summary>The columns of <c>samples.csv</c>, in the order of the file; lambda_1 … lambda_C are the eigenvalues of A in ascending order.</summary>
public static class SampleColumns
{
    /// <param name="classes">C.</param>
    public static IReadOnlyList<Column<SampleRow>> All(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return
        [
            new IntegerColumn<SampleRow, long>("step", (ref row) => ref row.Step) { Largest = StepRow.LargestStep },
            new IntegerColumn<SampleRow, int>("sample", (ref row) => ref row.Sample),
            new IntegerColumn<SampleRow, int>("label", (ref row) => ref row.Label),
            new RealColumn<SampleRow>("loss", (ref row) => ref row.Loss),
            new RealColumn<SampleRow>("fitting_error", (ref row) => ref row.FittingError),
            new RealColumn<SampleRow>("gradient_norm", (ref row) => ref row.GradientNorm),
            .. Enumerable.Range(0, classes).Select(Eigenvalue),
        ];
    }

    private static RealColumn<SampleRow> Eigenvalue(int c) =>
        new(string.Create(CultureInfo.InvariantCulture, $"lambda_{c + 1}"), (ref row) => ref row.Eigenvalues.Span[c]);
}
