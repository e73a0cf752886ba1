using StructuralError.Core.Structure;

namespace StructuralError.Reporting.Exports.Tables;

/// <summary>Writes the rows of one run after the other.</summary>
internal interface ITableWriter
{
    /// <param name="fields">What all rows of the run have in common, a value for each field; null for none.</param>
    void Write(IReadOnlyList<string?> fields, IReadOnlyList<StepRow> rows);

    /// <summary>Writes what comes after the last row.</summary>
    void End();
}

/// <summary>A column in which a run has one value.</summary>
internal readonly record struct TableField(string Name, FieldKind Kind);
