using StructuralError.Core.Structure;

namespace StructuralError.Runs.Columns;

/// <summary>The columns of <c>independence.csv</c>, in the order of the file.</summary>
public static class IndependenceColumns
{
    public static IReadOnlyList<Column<IndependenceRow>> All { get; } =
    [
        new IntegerColumn<IndependenceRow>("step", row => row.Step, (row, value) => row with { Step = value }),
        new IntegerColumn<IndependenceRow>("samples", row => row.Samples, (row, value) => row with { Samples = (int)value }, int.MaxValue),
        new IntegerColumn<IndependenceRow>("parameters", row => row.Parameters, (row, value) => row with { Parameters = value }),
        new RealColumn<IndependenceRow>("log_epsilon_squared", row => row.LogEpsilonSquared, (row, value) => row with { LogEpsilonSquared = value }),
        new RealColumn<IndependenceRow>("smallest_norm_ratio", row => row.SmallestNormRatio, (row, value) => row with { SmallestNormRatio = value }),
        new RealColumn<IndependenceRow>("mean_absolute_cosine", row => row.MeanAbsoluteCosine, (row, value) => row with { MeanAbsoluteCosine = value }),
        new RealColumn<IndependenceRow>("largest_absolute_cosine", row => row.LargestAbsoluteCosine, (row, value) => row with { LargestAbsoluteCosine = value }),
        new IntegerColumn<IndependenceRow>("norm_failures", row => row.NormFailures, (row, value) => row with { NormFailures = (int)value }, int.MaxValue),
        new IntegerColumn<IndependenceRow>("cosine_failures", row => row.CosineFailures, (row, value) => row with { CosineFailures = (int)value }, int.MaxValue),
        new RealColumn<IndependenceRow>("U", row => row.U, (row, value) => row with { U = value }),
        new RealColumn<IndependenceRow>("bound_of_U", row => row.BoundOfU, (row, value) => row with { BoundOfU = value }),
        new IntegerColumn<IndependenceRow>("U_violations", row => row.UViolations, (row, value) => row with { UViolations = (int)value }, int.MaxValue),
        new RealColumn<IndependenceRow>("G", row => row.G, (row, value) => row with { G = value }),
        new RealColumn<IndependenceRow>("bound_of_G", row => row.BoundOfG, (row, value) => row with { BoundOfG = value }),
        new IntegerColumn<IndependenceRow>("G_violations", row => row.GViolations, (row, value) => row with { GViolations = (int)value }, int.MaxValue),
        new RealColumn<IndependenceRow>(
            "lambda_min_over_smallest_diagonal", row => row.LambdaMinOverSmallestDiagonal, (row, value) => row with { LambdaMinOverSmallestDiagonal = value }),
    ];

    /// <summary>The row that a line's cells are read into, one after the other.</summary>
    internal static IndependenceRow Blank { get; } = new()
    {
        Step = 0,
        Samples = 0,
        Parameters = 0,
        LogEpsilonSquared = 0,
        SmallestNormRatio = 0,
        MeanAbsoluteCosine = 0,
        LargestAbsoluteCosine = 0,
        NormFailures = 0,
        CosineFailures = 0,
        U = 0,
        BoundOfU = 0,
        UViolations = 0,
        G = 0,
        BoundOfG = 0,
        GViolations = 0,
        LambdaMinOverSmallestDiagonal = 0,
    };

    /// <summary><c>independence.csv</c>; its steps increase.</summary>
    public static CsvTable<IndependenceRow> Table { get; } =
        new(All, Blank, RunTable.Remedy, (before, row) => RunTable.NotAfter(before.Count == 0 ? null : before[^1].Step, row.Step));
}
