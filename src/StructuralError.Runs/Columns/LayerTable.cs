using System.Globalization;
using StructuralError.Core.Structure;

namespace StructuralError.Runs.Columns;

/// <summary>
/// <c>layers.csv</c>: steps that increase, and in each of them the same parts. A last step without all of its parts is left out like a last line without its
/// end.
/// </summary>
internal sealed class LayerTable(IReadOnlyList<Column<LayerRow>> columns, LayerRow blank) : CsvTable<LayerRow>(columns, blank, RunTable.Remedy, Objection)
{
    private static string? Objection(IReadOnlyList<LayerRow> before, LayerRow row)
    {
        if (before.Count == 0)
        {
            return row.Part == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"column part: '{row.Part}' is not 0, the first part of a step.");
        }

        LayerRow last = before[^1];
        bool isFirstStep = before[0].Step == last.Step;
        if (row.Step == last.Step && row.Part == last.Part + 1)
        {
            return isFirstStep ? null : OtherName(before, row);
        }

        if (row.Part != 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"column part: '{row.Part}' does not come after part {last.Part} of step {last.Step}.");
        }

        if (RunTable.NotAfter(last.Step, row.Step) is { } objection)
        {
            return objection;
        }

        return !isFirstStep && last.Part + 1 < PartsOfFirstStep(before)
            ? string.Create(CultureInfo.InvariantCulture, $"column part: step {last.Step} ends with part {last.Part}, step {before[0].Step} has {PartsOfFirstStep(before)} parts.")
            : OtherName(before, row);
    }

    private static string? OtherName(IReadOnlyList<LayerRow> before, LayerRow row)
    {
        int parts = PartsOfFirstStep(before);
        return row.Part >= parts
            ? string.Create(CultureInfo.InvariantCulture, $"column part: '{row.Part}' is more than step {before[0].Step} has, which has {parts} parts.")
            : row.Name == before[row.Part].Name
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"column name: '{row.Name}' is not '{before[row.Part].Name}', the name of part {row.Part} before.");
    }

    // Read often, but a step has few parts.
    private static int PartsOfFirstStep(IReadOnlyList<LayerRow> rows)
    {
        int parts = 0;
        while (parts < rows.Count && rows[parts].Step == rows[0].Step)
        {
            parts++;
        }

        return parts;
    }

    private protected override void DropIncomplete(List<LayerRow> rows, string name, Action<string>? warn)
    {
        int parts = PartsOfFirstStep(rows);
        int excess = parts == 0 ? 0 : rows.Count % parts;
        if (excess > 0)
        {
            warn?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{name}: the last step, {rows[^1].Step}, has {excess} of {parts} parts and was left out."));
            rows.RemoveRange(rows.Count - excess, excess);
        }
    }
}
