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
        int first = 0, last = rows.Count - 1;
        while (first <= last && !HasValue(first))
        {
            first++;
        }

        while (last > first && !HasValue(last))
        {
            last--;
        }

        return first > last
            ? $"{quantity.Key} has no finite value."
            : $"{quantity.Key}: {RunWords.Value(quantity.Get(rows[first])!.Value)} at step {RunWords.Count(rows[first].Step)}, "
                + $"{RunWords.Value(quantity.Get(rows[last])!.Value)} at step {RunWords.Count(rows[last].Step)}.";

        bool HasValue(int row) => quantity.Get(rows[row]) is double value && double.IsFinite(value);
    }
}
