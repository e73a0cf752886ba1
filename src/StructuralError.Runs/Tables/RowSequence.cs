using System.Globalization;
using StructuralError.Core.Structure;

namespace StructuralError.Runs.Tables;

/// <summary>Whether rows are those of the steps 0, m, 2m, …, none of them missing.</summary>
public static class RowSequence
{
    /// <summary>The first row that is not the next one: its line in <c>steps.csv</c> and what is wrong; null where there is none.</summary>
    /// <param name="measureEvery">m, the steps from one row to the next.</param>
    public static string? FindFault(IReadOnlyList<StepRow> rows, long measureEvery)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            long expected = i * measureEvery;
            if (rows[i].Step != expected)
            {
                string after = i == 0 ? "the first row" : string.Create(CultureInfo.InvariantCulture, $"the row after step {rows[i - 1].Step}");
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"line {i + 2}: {after} is of step {rows[i].Step}, where step {expected} belongs; a row is missing, or from another run");
            }
        }

        return null;
    }
}
