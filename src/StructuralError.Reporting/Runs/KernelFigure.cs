using StructuralError.Core.Structure;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>
/// What ties the gradient that SGD follows to the errors of single samples: the kernel between samples, its eigenvalues and bounds, and how far it has moved.
/// </summary>
public static class KernelFigure
{
    public const string Id = "kernel";

    private const int MostDots = 60;

    public static Figure Build(RunManifest manifest, IReadOnlyList<KernelRow> rows)
    {
        KernelRow last = rows[^1];
        return new Figure
        {
            Id = Id,
            Title = RunWords.Title(manifest),
            Subtitle = FormattableString.Invariant($"The kernel between {last.Samples} samples, a row for each sample and class, measured without dropout.")
                + " Its ends bound the gradient of the mean loss by the errors.",
            Note = RunWords.Note(manifest, rows.Count),
            Description = "Four panels over the steps of training: the squared norm of the mean gradient between its bounds; the eigenvalues of the kernel; its "
                + "sharpness against the limit of stability; its change since step 0 and its alignment with the labels. "
                + FormattableString.Invariant($"At step {last.Step}: ln of the squared norm {RunWords.Value(last.LogBatchGradientNorm)}, upper bound ")
                + $"{RunWords.Value(last.UpperBound)}, lower bound {RunWords.Value(last.LowerBound)}, sharpness {RunWords.Value(last.Sharpness)}, relative change "
                + $"{RunWords.Value(last.RelativeChange)}.",
            Columns = 2,
            PlotHeight = 220,
            Panels =
            [
                Panel(
                    "Mean gradient and its bounds", "natural logarithm",
                    Curve(rows, "log_batch_gradient_norm", "‖∇R‖²", row => row.LogBatchGradientNorm, Ink.Green, Dash.Solid),
                    Curve(rows, "upper_bound", "λ max ‖e‖² / N²", row => row.UpperBound, Ink.Vermillion, Dash.Dashed),
                    Curve(rows, "lower_bound", "λ min ‖e‖² / N²", row => row.LowerBound, Ink.Blue, Dash.ShortDashed)),
                Panel(
                    "Eigenvalues of the kernel", "natural logarithm",
                    Curve(rows, "lambda_max", "largest", row => Math.Log(row.LambdaMax), Ink.Vermillion, Dash.Dashed),
                    Curve(rows, "effective_rank", "effective rank", row => Math.Log(row.EffectiveRank), Ink.Purple, Dash.Solid),
                    Curve(rows, "lambda_min", "smallest", row => Math.Log(row.LambdaMin), Ink.Blue, Dash.ShortDashed)),
                Panel("Sharpness", "eigenvalue", Curve(rows, "sharpness", "largest of the Gauss–Newton matrix", row => row.Sharpness, Ink.Vermillion, Dash.Solid)) with
                {
                    Y = new Axis { Label = "eigenvalue", Logarithmic = true },
                    ReferenceLines = [new ReferenceLine { Direction = LineDirection.Horizontal, Value = last.StabilityLimit, Label = "2(1 + μ)/η" }],
                },
                Panel(
                    "Change and alignment", "share",
                    Curve(rows, "relative_change", "change since step 0", row => row.RelativeChange, Ink.Contrast, Dash.Solid),
                    Curve(rows, "label_alignment", "alignment with the labels", row => row.LabelAlignment ?? double.NaN, Ink.Green, Dash.Dashed)),
            ],
        };
    }

    private static Panel Panel(string title, string label, params Series[] series) =>
        new() { Title = title, X = RunWords.StepAxis, Y = new Axis { Label = label }, Series = series };

    private static Series Curve(IReadOnlyList<KernelRow> rows, string key, string name, Func<KernelRow, double> value, Ink ink, Dash dash) => new()
    {
        Key = key,
        Name = name,
        X = [.. rows.Select(row => (double)row.Step)],
        Y = [.. rows.Select(value)],
        Ink = ink,
        Dash = dash,
        Dots = rows.Count <= MostDots,
    };
}
