using System.Globalization;
using StructuralError.Core.Structure;

namespace StructuralError.Runs.Tables;

/// <summary>Looks at the rows of one file, one after the other. This one accepts all of them.</summary>
public class RowOrder<T>
{
    /// <summary>Rows at the end that a killed run left without those that belong to them, and a sentence about them.</summary>
    public virtual (int Rows, string Words) Incomplete => (0, string.Empty);

    /// <summary>What speaks against a row after those before it, as words that follow file and line: <c>column step: '3' does not come after 3.</c></summary>
    /// <returns>Null for nothing.</returns>
    public virtual string? Objection(T row) => null;

    private protected static string Text(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);

    /// <summary>The objection to a step that does not come after the one before.</summary>
    private protected static string? NotAfter(long? before, long step) =>
        before is null || step > before ? null : Text($"column step: '{step}' does not come after {before}, the step of the line before.");
}

/// <summary>Steps that increase.</summary>
internal sealed class StepOrder<T>(Func<T, long> step) : RowOrder<T>
{
    private long? _last;

    public override string? Objection(T row)
    {
        string? objection = NotAfter(_last, step(row));
        _last = step(row);
        return objection;
    }
}

/// <summary>
/// Steps that increase, and in each of them the same parts. A last step without all of its parts is left out like a last line without its end.
/// </summary>
internal sealed class LayerOrder : RowOrder<LayerRow>
{
    /// <summary>The parts of the first step, by number.</summary>
    private readonly List<string> _names = [];
    private long _firstStep;
    private LayerRow? _last;

    public override (int Rows, string Words) Incomplete => _last is { } last && last.Part + 1 < _names.Count
        ? (last.Part + 1, Text($"the last step, {last.Step}, has {last.Part + 1} of {_names.Count} parts and was left out."))
        : base.Incomplete;

    public override string? Objection(LayerRow row)
    {
        string? objection = _last is { } last ? After(last, row)
            : row.Part == 0 ? null
            : Text($"column part: '{row.Part}' is not 0, the first part of a step.");
        _firstStep = _last is null ? row.Step : _firstStep;
        if (row.Step == _firstStep)
        {
            _names.Add(row.Name);
        }

        _last = row;
        return objection;
    }

    private string? After(LayerRow last, LayerRow row)
    {
        bool isFirstStep = last.Step == _firstStep;
        return row.Step == last.Step && row.Part == last.Part + 1 ? (isFirstStep ? null : OtherName(row))
            : row.Part != 0 ? Text($"column part: '{row.Part}' does not come after part {last.Part} of step {last.Step}.")
            : NotAfter(last.Step, row.Step) is { } objection ? objection
            : !isFirstStep && last.Part + 1 < _names.Count
                ? Text($"column part: step {last.Step} ends with part {last.Part}, step {_firstStep} has {_names.Count} parts.")
            : OtherName(row);
    }

    private string? OtherName(LayerRow row) =>
        row.Part >= _names.Count ? Text($"column part: '{row.Part}' is more than step {_firstStep} has, which has {_names.Count} parts.")
        : row.Name == _names[row.Part] ? null
        : Text($"column name: '{row.Name}' is not '{_names[row.Part]}', the name of part {row.Part} before.");
}
