using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Paper;

/// <summary>Local Pearson correlation of the fitting error with each bound, model a with 0 to 5 blocks (section 5.3.2, figure 8).</summary>
public static class Figure8
{
    public static Figure Build(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return FigureByDepth.Pearson(data, "a", 8);
    }
}
