using System.Runtime.InteropServices;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Runs;

/// <summary>A column of <c>steps.csv</c> as all figures show it: always the same name, colour and dash.</summary>
/// <param name="Key">The column's header.</param>
public sealed record Quantity(string Key, string Name, Quantity.Getter Get, Ink Ink, Dash Dash)
{
    /// <summary>A row is large: it is not copied.</summary>
    public delegate double? Getter(in StepRow row);

    public static Quantity FittingError { get; } = new("log_fitting_error", "fitting error", (in row) => row.LogFittingError, Ink.Contrast, Dash.Solid);

    public static Quantity UpperBound { get; } = new("upper_bound", "upper bound", (in row) => row.UpperBound, Ink.Vermillion, Dash.Dashed);

    public static Quantity LowerBound { get; } = new("lower_bound", "lower bound", (in row) => row.LowerBound, Ink.Blue, Dash.ShortDashed);

    public static Quantity GradientNorm { get; } = new("log_gradient_norm", "gradient norm", (in row) => row.LogGradientNorm, Ink.Green, Dash.Solid);

    public static Quantity U { get; } = new("U", "U: −ln of the smallest eigenvalue", (in row) => row.U, Ink.Vermillion, Dash.Dashed);

    public static Quantity L { get; } = new("L", "L: −ln of the largest eigenvalue", (in row) => row.L, Ink.Blue, Dash.ShortDashed);

    public static Quantity G { get; } = new("G", "G = U − L", (in row) => row.G, Ink.Purple, Dash.Solid);

    public static Quantity PearsonUpper { get; } = new("pearson_upper", "with the upper bound", (in row) => row.PearsonUpper, Ink.Vermillion, Dash.Solid);

    public static Quantity PearsonLower { get; } = new("pearson_lower", "with the lower bound", (in row) => row.PearsonLower, Ink.Blue, Dash.ShortDashed);

    public static Quantity Loss { get; } = new("loss", "loss", (in row) => row.Loss, Ink.Orange, Dash.Solid);

    public static Quantity Accuracy { get; } = new("accuracy", "accuracy", (in row) => row.Accuracy, Ink.Sky, Dash.DashDot);

    /// <summary>NaN where the row has no value.</summary>
    public double[] Values(IReadOnlyList<StepRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ReadOnlySpan<StepRow> all = rows switch { StepRow[] array => array, List<StepRow> list => CollectionsMarshal.AsSpan(list), _ => rows.ToArray() };
        double[] values = new double[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            values[i] = Get(in all[i]) ?? double.NaN;
        }

        return values;
    }
}
