using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>The fitting error between its two bounds (Theorem 3; the paper's figure 2 for one run).</summary>
internal static class BoundsFigure
{
    public static Figure Build(RunManifest manifest, RunCurves curves) => new()
    {
        Id = "bounds",
        Title = RunWords.Title(manifest),
        Subtitle = "The fitting error and its structural bounds. " + curves.Explanation,
        Note = RunWords.Note(manifest, curves.Rows.Count),
        Description = "The natural logarithm of the distribution fitting error over the steps of training, "
            + "between its lower bound, gradient norm + L, and its upper bound, gradient norm + U. "
            + curves.FirstAndLast(Quantity.UpperBound, Quantity.FittingError, Quantity.LowerBound),
        Panels = [Panel(curves)],
    };

    public static Panel Panel(RunCurves curves) => new()
    {
        X = RunWords.StepAxis,
        Y = new Axis { Label = "natural logarithm, batch mean" },
        Series = [.. curves.Smoothed(Quantity.UpperBound, Quantity.FittingError, Quantity.LowerBound)],
        Bands = [curves.Between(Quantity.LowerBound, Quantity.UpperBound, "bounds", "between the bounds")],
    };
}
