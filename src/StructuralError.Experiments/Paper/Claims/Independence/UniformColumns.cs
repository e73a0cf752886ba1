using StructuralError.Core.Structure;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>How near the columns of ∇f come to uniform samples of a ball, by degrees.</summary>
internal static class UniformColumns
{
    public const string CosineName = "largest |cos| over Lemma 2's bound";
    public const string NormName = "shortest column over the longest";
    public const string DimensionName = "dimension in which uniform columns have the mean cosine measured";

    public static IReadOnlyList<Thresholds> Grid { get; } =
    [
        .. Thresholds.Default.Over([1, 2, 5], (at, bound) => at with { Approximately = bound })
            .SelectMany(bound => bound.Over([0.8, 0.9, 0.95], (at, norm) => at with { EqualNorms = norm })),
    ];

    /// <summary>Largest |cos| over √(6 ln C)/√(P − 1).</summary>
    public static double Cosine(IndependenceRow row) => row.LargestAbsoluteCosine / Math.Sqrt(6 * LogClasses(row) / (row.Parameters - 1));

    /// <summary>2/(π m²), m the mean |cos|: uniform columns have the mean |cos| √(2/(πP)) in P dimensions.</summary>
    public static double Dimension(IndependenceRow row) => 2 / (Math.PI * row.MeanAbsoluteCosine * row.MeanAbsoluteCosine);

    // The row has ln C in its bound of U, −2 ln(1 − 2 ln C / P) − ln ε².
    private static double LogClasses(IndependenceRow row) => (1 - Math.Exp(-(row.BoundOfU + row.LogEpsilonSquared) / 2)) * row.Parameters / 2;
}

/// <summary>Shares of samples, from the counts of <c>independence.csv</c> or <c>initialization.csv</c>.</summary>
internal static class FailureShare
{
    public const string InNorms = "share of samples failing in norms";
    public const string InCosines = "share of samples failing in cosines";

    /// <summary>What a statement "with probability 1 − O(1/C)" may miss with the ten classes of the paper's data, the constant taken as 1.</summary>
    public const double Allowed = 0.1;

    /// <summary>Σ count / Σ samples; NaN without a row.</summary>
    public static double Of(IReadOnlyCollection<IndependenceRow> rows, Func<IndependenceRow, int> count) =>
        rows.Sum(row => (double)count(row)) / rows.Sum(row => (double)row.Samples);
}
