using System.Collections.Immutable;

namespace StructuralError.Experiments.Paper;

/// <summary>What a figure is made of.</summary>
/// <param name="Id">As the figure's file is called: <c>figure6</c>.</param>
public sealed record PlannedFigure(string Id, ImmutableArray<PlannedTraining> Trainings, ImmutableArray<PlannedNetwork> Networks)
{
    /// <summary>What <c>--figure</c> calls it: <c>6</c>, or the whole id for a figure that the paper does not have.</summary>
    public string ShortName => Id.StartsWith(PaperPlan.FigurePrefix, StringComparison.Ordinal) ? Id[PaperPlan.FigurePrefix.Length..] : Id;
}

/// <summary>A network that a figure needs trained, once for each seed.</summary>
/// <param name="Model">One of the paper's: a, b, c, d.</param>
/// <param name="K">Number of blocks.</param>
/// <param name="Variation">Fields in which it differs from the others, as <c>batch_size=16,steps=117</c>; empty for those of the figures.</param>
public readonly record struct PlannedTraining(string Model, int K, string Variation = "")
{
    /// <summary>The fields that differ.</summary>
    public IEnumerable<(string Field, string Value)> Changes() => Variation.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(change => change.Split('=')).Select(parts => (parts[0], parts[1]));
}

/// <summary>A network that a figure needs measured at initialisation, once for each seed.</summary>
/// <param name="Width">Width of the linear blocks (models a and b), channels of the convolutions (c and d).</param>
public readonly record struct PlannedNetwork(string Model, int K, int Width);
