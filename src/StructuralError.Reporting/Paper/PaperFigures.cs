using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Paper;

/// <summary>The figures of the paper's section 5, over several seeds, and two beyond it. Where data are missing a panel says so.</summary>
public static class PaperFigures
{
    /// <summary>Figures 2 to 9, where the structural matrix comes from, and Theorem 4's bounds: always all of them, in this order.</summary>
    public static IReadOnlyList<Figure> Build(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return
        [
            FigureOneBlock.Bounds(data),
            FigureOneBlock.Pearson(data),
            FigureOneBlock.GradientNorm(data),
            Figure5.Build(data),
            FigureByDepth.Bounds(data, "a", 6),
            FigureByDepth.Bounds(data, "b", 7),
            FigureByDepth.Pearson(data, "a", 8),
            FigureByDepth.Pearson(data, "b", 9),
            FigureStructuralMatrixOrigin.Build(data),
            FigureTheorem4.Build(data),
        ];
    }
}
