using StructuralError.Core.Structure;

namespace StructuralError.Experiments.Paper.Evidence;

/// <summary>A finished training run as the analysis sees it.</summary>
public sealed record TrainedRun
{
    /// <summary>Name of its directory.</summary>
    public required string Name { get; init; }

    /// <summary>Short name of the model: a, b, c or d for the paper's.</summary>
    public required string Model { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int K { get; init; }

    public required long Seed { get; init; }

    /// <summary>|θ|.</summary>
    public required long Parameters { get; init; }

    /// <summary>Rows of <c>steps.csv</c>, in order.</summary>
    public required IReadOnlyList<StepRow> Steps { get; init; }

    /// <summary>Rows of <c>layers.csv</c>, in order of step and part; empty where they were not asked for.</summary>
    public IReadOnlyList<LayerRow> Layers { get; init; } = [];

    /// <summary>Rows of <c>independence.csv</c>, in order; empty where they were not asked for.</summary>
    public IReadOnlyList<IndependenceRow> Independence { get; init; } = [];

    public double? TestAccuracy { get; init; }

    public double? TestLoss { get; init; }

    /// <summary>Time of the training loop.</summary>
    public double? TrainingSeconds { get; init; }
}
