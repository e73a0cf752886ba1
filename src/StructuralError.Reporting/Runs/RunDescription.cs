using StructuralError.Training;

namespace StructuralError.Reporting.Runs;

/// <summary>Curves in words, for readers who cannot see them.</summary>
internal static class RunDescription
{
    /// <summary>Where each quantity starts and ends: its first and last finite value.</summary>
    public static string FirstAndLast(IReadOnlyList<StepRow> rows, params Quantity[] quantities) =>
        string.Join(" ", quantities.Select(quantity => Describe(rows, quantity)));

    private static string Describe(IReadOnlyList<StepRow> rows, Quantity quantity)
    {
        StepRow? first = rows.FirstOrDefault(HasValue), last = rows.LastOrDefault(HasValue);
        return first is null || last is null
            ? $"{quantity.Key} has no finite value."
            : $"{quantity.Key}: {RunWords.Value(quantity.Get(first)!.Value)} at step {RunWords.Count(first.Step)}, {RunWords.Value(quantity.Get(last)!.Value)} at step {RunWords.Count(last.Step)}.";

        bool HasValue(StepRow row) => quantity.Get(row) is double value && double.IsFinite(value);
    }
}
