using StructuralError.Core.Columns;

namespace StructuralError.Core.Structure;

/// <summary>A column of <c>steps.csv</c>: its cell, and how its value follows from the measured samples.</summary>
/// <param name="Cell">Header, text and place in the row. Null for a sum that other columns need and the file does not show.</param>
/// <param name="Sum">Null where nothing is summed.</param>
/// <param name="Put">Puts the value into the row, which has the values of the columns before. Null where the value is given, or filled in later.</param>
internal sealed record StepColumn(Column<StepRow>? Cell, StepSum? Sum = null, StepColumn.Finisher? Put = null)
{
    /// <summary>What a run must have for the column to be worked out.</summary>
    public RunTraits Needs { get; init; } = Cell?.Needs ?? RunTraits.None;

    /// <param name="value">What the sum came to; NaN where nothing is summed.</param>
    internal delegate void Finisher(ref StepRow row, double value, StructuralWeights weights);

    internal delegate double RowFormula(in StepRow row, StructuralWeights weights);

    /// <summary>A number that every version of the program has written.</summary>
    public static StepColumn Real(string header, Field<StepRow, double> field, StepSum sum) =>
        new(new RealColumn<StepRow>(header, field), sum, (ref row, value, _) => field(ref row) = value);

    /// <summary>A number that earlier versions did not write: in their files it is empty. It is empty, too, where it is NaN.</summary>
    public static StepColumn Added(string header, Field<StepRow, double?> field, StepSum sum) =>
        new(Optional(header, field), sum, (ref row, value, _) => field(ref row) = double.IsNaN(value) ? null : value);

    /// <summary>What follows from the columns before, and earlier versions did not write.</summary>
    public static StepColumn AddedFormula(string header, Field<StepRow, double?> field, Func<StepRow, double?> formula) =>
        new(Optional(header, field), null, (ref row, _, _) => field(ref row) = formula(row));

    /// <summary>A number that runs with certain traits have, and others do not.</summary>
    public static StepColumn Special(RunTraits needs, string header, Field<StepRow, double?> field, Func<StepRow, double?>? formula = null) =>
        new(new OptionalRealColumn<StepRow>(header, field) { IsOptional = true, Needs = needs }, null,
            formula is null ? null : (ref row, _, _) => field(ref row) = formula(row));

    /// <summary>A sum that columns below need, where a run has certain traits.</summary>
    public static StepColumn Hidden(RunTraits needs, Field<StepRow, double> field, StepSum sum) =>
        new(null, sum, (ref row, value, _) => field(ref row) = value) { Needs = needs };

    /// <summary>A number of samples.</summary>
    public static StepColumn Whole(string header, Field<StepRow, int> field, StepSum sum) =>
        new(new IntegerColumn<StepRow, int>(header, field), sum, (ref row, value, _) => field(ref row) = (int)value);

    /// <summary>What follows from the columns before.</summary>
    public static StepColumn Formula(string header, Field<StepRow, double> field, RowFormula formula) =>
        new(new RealColumn<StepRow>(header, field), null, (ref row, _, weights) => field(ref row) = formula(in row, weights));

    private static OptionalRealColumn<StepRow> Optional(string header, Field<StepRow, double?> field) => new(header, field) { IsOptional = true };
}
