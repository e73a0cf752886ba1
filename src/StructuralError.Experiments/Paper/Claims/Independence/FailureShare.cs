using StructuralError.Core.Structure;

namespace StructuralError.Experiments.Paper.Claims.Independence;

/// <summary>Shares of samples, from the counts of <c>independence.csv</c> or <c>initialization.csv</c>.</summary>
internal static class FailureShare
{
    /// <summary>What a statement "with probability 1 − O(1/C)" may miss with the ten classes of the paper's data, the constant taken as 1.</summary>
    public const double Allowed = 0.1;

    /// <summary>Σ count / Σ samples; NaN without a row.</summary>
    public static double Of(IReadOnlyCollection<IndependenceRow> rows, Func<IndependenceRow, int> count) =>
        rows.Sum(row => (double)count(row)) / rows.Sum(row => (double)row.Samples);
}
