using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>
/// The two things that make the bounds: the gradient norm above, the structural error terms U, L and G below (the paper's figure 4 for one run).
/// </summary>
internal static class GradientNormStructureFigure
{
    public static Figure Build(RunManifest manifest, RunCurves curves) => new()
    {
        Id = "gradient_norm_structure",
        Title = RunWords.Title(manifest),
        Subtitle = "The gradient norm and the structural error terms U, L and G. " + curves.Explanation,
        Note = RunWords.Note(manifest, curves.Rows.Count),
        Description = "Above, the natural logarithm of the gradient norm over the steps of training; "
            + "below, the structural error terms U, L and G = U − L of the structural matrix's eigenvalues. "
            + curves.FirstAndLast(Quantity.GradientNorm, Quantity.U, Quantity.L, Quantity.G),
        ShareX = ScaleSharing.All,
        PlotHeight = 220,
        Panels =
        [
            new Panel
            {
                Title = "Gradient norm",
                X = RunWords.StepAxis with { Label = "" },
                Y = new Axis { Label = "natural logarithm" },
                Series = [.. curves.Smoothed(Quantity.GradientNorm).Select(series => series with { Name = null })],
            },
            new Panel
            {
                Title = "Structural error terms",
                X = RunWords.StepAxis,
                Y = new Axis { Label = "natural logarithm" },
                Series = [.. curves.Smoothed(Quantity.U, Quantity.L, Quantity.G)],
                ReferenceLines = [new ReferenceLine { Direction = LineDirection.Horizontal, Value = 0 }],
            },
        ],
    };
}
