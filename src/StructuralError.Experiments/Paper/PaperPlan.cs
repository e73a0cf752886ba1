using System.Collections.Immutable;
using StructuralError.Experiments.Paper.Claims;

namespace StructuralError.Experiments.Paper;

/// <summary>
/// What the experiments of the paper's section 5 consist of. Settings that are the same throughout (one epoch, batches of 64, …) are the program's defaults.
/// </summary>
public static class PaperPlan
{
    internal const string FigurePrefix = "figure";

    // Of figure 5.
    private const int DeepestNetwork = 20;

    private static readonly ImmutableArray<int> Widths = [32, 64, 128, 256];
    private static readonly ImmutableArray<int> Channels = [8, 16, 32];

    // Section 5.2: each model with one block.
    private static readonly ImmutableArray<PlannedTraining> OneBlock = [.. PaperModels.All.Select(model => new PlannedTraining(model, 1))];

    // Section 5.3.1: depth at initialisation.
    private static readonly ImmutableArray<PlannedNetwork> ByDepth =
        [.. PaperModels.All.SelectMany(model => Enumerable.Range(0, DeepestNetwork + 1).Select(k => new PlannedNetwork(model, k, OwnWidth(model))))];

    // Theorem 4 is about the number of parameters, which depth and width change in different ways.
    private static readonly ImmutableArray<PlannedNetwork> ByWidth =
        [.. PaperModels.All.SelectMany(model => (IsConvolutional(model) ? Channels : Widths).Select(width => new PlannedNetwork(model, 1, width)))];

    /// <summary>The paper's figures 2 to 9, and two beyond it, in the order of the text.</summary>
    public static ImmutableArray<PlannedFigure> Figures { get; } =
    [
        new("figure2", OneBlock, []),
        new("figure3", OneBlock, []),
        new("figure4", OneBlock, []),
        new("figure5", [], ByDepth),
        new("figure6", Depths("a"), []),
        new("figure7", Depths("b"), []),
        new("figure8", Depths("a"), []),
        new("figure9", Depths("b"), []),
        new("structural_matrix_origin", OneBlock, []),
        new("theorem4", OneBlock, [.. ByDepth.Union(ByWidth)]),
    ];

    /// <summary>
    /// What the members of a family need of the figures. With some models alone: their trainings, and no network as it is drawn. With all: of the networks that
    /// are deeper than any that is trained each fifth depth, since a member is judged and not drawn.
    /// </summary>
    public static ImmutableArray<PlannedFigure> FiguresOf(ImmutableArray<string> models) =>
    [
        .. Figures.Select(figure => models.IsEmpty
            ? figure with { Networks = [.. figure.Networks.Where(network => network.K <= PaperModels.DeepestTraining || network.K % 5 == 0)] }
            : figure with { Trainings = [.. figure.Trainings.Where(planned => models.Contains(planned.Model))], Networks = [] }),
    ];

    /// <summary>The trainings of these figures over model and k, each once.</summary>
    public static IReadOnlyList<PlannedTraining> Trainings(IEnumerable<PlannedFigure> figures) =>
    [
        .. figures.SelectMany(figure => figure.Trainings).Distinct()
            .OrderBy(training => training.Model, StringComparer.Ordinal).ThenBy(training => training.K),
    ];

    /// <summary>The networks of these figures over model, width and k, each once.</summary>
    public static IReadOnlyList<PlannedNetwork> Networks(IEnumerable<PlannedFigure> figures) =>
    [
        .. figures.SelectMany(figure => figure.Networks).Distinct()
            .OrderBy(network => network.Model, StringComparer.Ordinal).ThenBy(network => network.Width).ThenBy(network => network.K),
    ];

    /// <summary>The model file's own width or number of channels.</summary>
    public static int OwnWidth(string model) => IsConvolutional(model) ? 16 : 128;

    /// <summary>What the model file calls its width.</summary>
    public static string WidthName(string model) => IsConvolutional(model) ? "channels" : "width";

    /// <summary>Whether a model is c or d.</summary>
    public static bool IsConvolutional(string model) => model is "c" or "d";

    // Section 5.3.2: depth in training.
    private static ImmutableArray<PlannedTraining> Depths(string model) =>
        [.. Enumerable.Range(0, PaperModels.DeepestTraining + 1).Select(k => new PlannedTraining(model, k))];
}
