using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Paper;

/// <summary>The fitting error, its bounds and U, L, G of model b with 0 to 5 blocks (section 5.3.2, figure 7).</summary>
public static class Figure7
{
    public static Figure Build(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return FigureByDepth.Bounds(data, "b", 7);
    }
}
