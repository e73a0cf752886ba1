using System.Collections.Immutable;

namespace StructuralError.Experiments.Paper;

/// <summary>What a figure is made of.</summary>
/// <param name="Id">As the figure's file is called: <c>figure6</c>.</param>
public sealed record PlannedFigure(string Id, ImmutableArray<PlannedTraining> Trainings, ImmutableArray<PlannedNetwork> Networks)
{
    /// <summary>What <c>--figure</c> calls it: <c>6</c>, or the whole id for a figure that the paper does not have.</summary>
    public string ShortName => Id.StartsWith(PaperPlan.FigurePrefix, StringComparison.Ordinal) ? Id[PaperPlan.FigurePrefix.Length..] : Id;
}
