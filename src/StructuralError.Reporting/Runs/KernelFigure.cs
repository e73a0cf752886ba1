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
            Subtitle = FormattableString.Invariant($"The kernel between {last.Samples} samples: its smallest and largest eigenvalue bound the gradient ")
                + "of the mean loss.",
            Note = RunWords.Note(manifest, rows.Count),
            Description = "Six panels over the steps of training: the squared norm of the mean gradient between its bounds; the eigenvalues of the kernel; the "
                + "sharpness of the loss against the limit of stability; the kernel's change since step 0, its effective rank, and its alignment with the labels. "
                + FormattableString.Invariant($"At step {last.Step}: ln of the squared norm {RunWords.Value(last.LogBatchGradientNorm)}, upper bound ")
                + $"{RunWords.Value(last.UpperBound)}, lower bound {RunWords.Value(last.LowerBound)}, sharpness {RunWords.Value(last.Sharpness)}, relative change "
                + $"{RunWords.Value(last.RelativeChange)}.",
            Columns = 2,
            PlotHeight = 220,
            Panels =
            [
                Panel(
                    "Mean gradient and its bounds", "natural logarithm",
                    Curve(rows, "log_batch_gradient_norm", "squared norm", row => row.LogBatchGradientNorm, Ink.Green, Dash.Solid),
                    Curve(rows, "upper_bound", "upper bound", row => row.UpperBound, Ink.Vermillion, Dash.Dashed),
                    Curve(rows, "lower_bound", "lower bound", row => row.LowerBound, Ink.Blue, Dash.ShortDashed)),
                Panel(
                    "Eigenvalues of the kernel", "natural logarithm",
                    Curve(rows, "lambda_max", "largest", row => Math.Log(row.LambdaMax), Ink.Vermillion, Dash.Dashed),
                    Curve(rows, "lambda_min", "smallest", row => Math.Log(row.LambdaMin), Ink.Blue, Dash.ShortDashed)),
                Panel(
                    "Sharpness and where it would be too much", "eigenvalue",
                    Curve(rows, "sharpness", "largest eigenvalue", row => row.Sharpness, Ink.Vermillion, Dash.Solid),
                    Curve(rows, "stability_limit", "2(1 + μ) / η", row => row.StabilityLimit, Ink.Contrast, Dash.Dotted) with { Dots = false }) with
                {
                    Y = new Axis { Label = "eigenvalue", Logarithmic = true },
                },
                Panel(
                    "Change of the kernel since step 0", "relative to its norm then",
                    Curve(rows, "relative_change", null, row => row.RelativeChange, Ink.Contrast, Dash.Solid)),
                Panel("Effective rank of the kernel", "rank", Curve(rows, "effective_rank", null, row => row.EffectiveRank, Ink.Purple, Dash.Solid)),
                Panel(
                    "Alignment of the kernel with the labels", "cosine",
                    Curve(rows, "label_alignment", null, row => row.LabelAlignment ?? double.NaN, Ink.Green, Dash.Solid)),
            ],
        };
    }

    private static Panel Panel(string title, string label, params Series[] series) =>
        new() { Title = title, X = RunWords.StepAxis, Y = new Axis { Label = label }, Series = series };

    private static Series Curve(IReadOnlyList<KernelRow> rows, string key, string? name, Func<KernelRow, double> value, Ink ink, Dash dash) => new()
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
