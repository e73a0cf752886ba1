using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>A run in one look: the bounds, their local Pearson correlations, what makes the bounds, and how training went.</summary>
internal static class OverviewFigure
{
    public const string Id = "overview";

    private static readonly Axis Unlabelled = RunWords.StepAxis with { Label = "" };

    public static Figure Build(RunManifest manifest, RunCurves curves) => new()
    {
        Id = Id,
        Title = RunWords.Title(manifest),
        Subtitle = $"The run in one look. {curves.Explanation} Pearson’s r is that of the last {LocalPearsonFigure.Window(curves)}.",
        Note = RunWords.Note(manifest, curves.Rows.Count),
        Description = "Four panels over the steps of training: the natural logarithm of the distribution fitting error between its bounds; "
            + "the local Pearson correlation of the fitting error with each bound; the gradient norm with the structural error terms U, L and G = U − L; "
            + "loss and accuracy of each step’s batch. "
            + curves.FirstAndLast(
                Quantity.FittingError, Quantity.UpperBound, Quantity.LowerBound, Quantity.PearsonUpper, Quantity.PearsonLower,
                Quantity.GradientNorm, Quantity.U, Quantity.L, Quantity.G, Quantity.Loss, Quantity.Accuracy),
        Columns = 2,
        ShareX = ScaleSharing.All,
        Width = 1000,
        PlotHeight = 220,
        Panels =
        [
            BoundsFigure.Panel(curves) with { Title = "Fitting error and its bounds", X = Unlabelled },
            LocalPearsonFigure.Correlation(curves) with { Title = "Local correlation of the fitting error", X = Unlabelled },
            new Panel
            {
                Title = "Gradient norm and structural error",
                X = RunWords.StepAxis,
                Y = new Axis { Label = "natural logarithm, batch mean" },
                Series = [.. curves.Smoothed(Quantity.GradientNorm, Quantity.U, Quantity.L, Quantity.G)],
                ReferenceLines = [new ReferenceLine { Direction = LineDirection.Horizontal, Value = 0 }],
            },
            new Panel
            {
                Title = "Loss and accuracy",
                X = RunWords.StepAxis,
                Y = new Axis { Label = $"{(manifest.SpecValue("loss").Word() is null ? "loss in nats" : "loss")}; accuracy, 0 to 1" },
                Series = [.. curves.Smoothed(Quantity.Loss, Quantity.Accuracy)],
            },
        ],
    };
}
