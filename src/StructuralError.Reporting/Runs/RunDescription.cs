using StructuralError.Core.Structure;

namespace StructuralError.Reporting.Runs;

/// <summary>Curves in words, for readers who cannot see them.</summary>
internal static class RunDescription
{
    /// <summary>Where each quantity starts and ends: its first and last finite value.</summary>
    public static string FirstAndLast(IReadOnlyList<StepRow> rows, params Quantity[] quantities) =>
        string.Join(" ", quantities.Select(quantity => Describe(rows, quantity)));

    private static string Describe(IReadOnlyList<StepRow> rows, Quantity quantity)
    {
        StepRow[] finite = [.. rows.Where(HasValue)];
        return finite.Length == 0
            ? $"{quantity.Key} has no finite value."
            : $"{quantity.Key}: {RunWords.Value(quantity.Get(finite[0])!.Value)} at step {RunWords.Count(finite[0].Step)}, "
                + $"{RunWords.Value(quantity.Get(finite[^1])!.Value)} at step {RunWords.Count(finite[^1].Step)}.";

        bool HasValue(StepRow row) => quantity.Get(row) is double value && double.IsFinite(value);
    }
}
