using StructuralError.Core.Columns;

namespace StructuralError.Core.Structure;

/// <summary>The columns of <c>independence.csv</c>, in the order of the file.</summary>
public static class IndependenceColumns
{
    public static IReadOnlyList<Column<IndependenceRow>> All { get; } =
    [
        new IntegerColumn<IndependenceRow, long>("step", (ref row) => ref row.Step) { Largest = StepRow.LargestStep },
        new IntegerColumn<IndependenceRow, int>("samples", (ref row) => ref row.Samples),
        new IntegerColumn<IndependenceRow, long>("parameters", (ref row) => ref row.Parameters),
        new RealColumn<IndependenceRow>("log_epsilon_squared", (ref row) => ref row.LogEpsilonSquared),
        new RealColumn<IndependenceRow>("smallest_norm_ratio", (ref row) => ref row.SmallestNormRatio),
        new RealColumn<IndependenceRow>("mean_absolute_cosine", (ref row) => ref row.MeanAbsoluteCosine),
        new RealColumn<IndependenceRow>("largest_absolute_cosine", (ref row) => ref row.LargestAbsoluteCosine),
        new IntegerColumn<IndependenceRow, int>("norm_failures", (ref row) => ref row.NormFailures),
        new IntegerColumn<IndependenceRow, int>("cosine_failures", (ref row) => ref row.CosineFailures),
        new RealColumn<IndependenceRow>("U", (ref row) => ref row.U),
        new RealColumn<IndependenceRow>("bound_of_U", (ref row) => ref row.BoundOfU),
        new IntegerColumn<IndependenceRow, int>("U_violations", (ref row) => ref row.UViolations),
        new RealColumn<IndependenceRow>("G", (ref row) => ref row.G),
        new RealColumn<IndependenceRow>("bound_of_G", (ref row) => ref row.BoundOfG),
        new IntegerColumn<IndependenceRow, int>("G_violations", (ref row) => ref row.GViolations),
        new RealColumn<IndependenceRow>("lambda_min_over_smallest_diagonal", (ref row) => ref row.LambdaMinOverSmallestDiagonal),
    ];
}
