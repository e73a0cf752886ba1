using StructuralError.Core.Structure;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>How near the columns of ∇f come to uniform samples of a ball, by degrees.</summary>
internal static class UniformColumns
{
    public const string CosineName = "largest |cos| over Lemma 2's bound";
    public const string NormName = "shortest column over the longest";

    public static IReadOnlyList<Thresholds> Grid { get; } =
    [
        .. new double[] { 1, 2, 5 }.SelectMany(
            bound => new[] { 0.8, 0.9, 0.95 }.Select(norm => Thresholds.Default with { Approximately = bound, EqualNorms = norm })),
    ];

    /// <summary>Largest |cos| over √(6 ln C)/√(P − 1).</summary>
    public static double Cosine(IndependenceRow row) => row.LargestAbsoluteCosine / Math.Sqrt(6 * LogClasses(row) / (row.Parameters - 1));

    /// <summary>2/(π m²), m the mean |cos|: uniform columns have the mean |cos| √(2/(πP)) in P dimensions.</summary>
    public static double Dimension(IndependenceRow row) => 2 / (Math.PI * row.MeanAbsoluteCosine * row.MeanAbsoluteCosine);

    // The row has ln C in its bound of U, −2 ln(1 − 2 ln C / P) − ln ε².
    private static double LogClasses(IndependenceRow row) => (1 - Math.Exp(-(row.BoundOfU + row.LogEpsilonSquared) / 2)) * row.Parameters / 2;
}
