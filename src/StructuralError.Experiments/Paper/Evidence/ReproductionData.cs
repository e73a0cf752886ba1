using StructuralError.Experiments.Measure;

namespace StructuralError.Experiments.Paper.Evidence;

/// <summary>Everything the paper's figures and claims are made of, on one data set.</summary>
public sealed record ReproductionData
{
    /// <summary>Its real name: mnist, digits, …</summary>
    public required string Dataset { get; init; }

    /// <summary>Options that differ from the paper's training, as <c>--init he-normal</c>; empty for none.</summary>
    public string Options { get; init; } = string.Empty;

    /// <summary>Which member of a family it is, and what that is; empty for the program's own networks and training.</summary>
    public string Member { get; init; } = string.Empty;

    /// <summary>Fewer steps than the paper trained: whatever is made of this has to say so.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Training runs over model, k and seed, in that order.</summary>
    public required IReadOnlyList<TrainedRun> Runs { get; init; }

    /// <summary>Networks at initialisation over model, width, k and seed, in that order.</summary>
    public required IReadOnlyList<InitialMeasurement> Initial { get; init; }

    /// <summary>Columns drawn as Theorem 4 assumes them, without a network; empty where none were.</summary>
    public IReadOnlyList<UniformDraws> UniformDraws { get; init; } = [];

    /// <summary>Gradient descent from a stationary point of each model; empty where it was not tried.</summary>
    public IReadOnlyList<StationaryPoint> StationaryPoints { get; init; } = [];

    /// <summary>Experiments that vary one thing; empty where they were not run.</summary>
    public IReadOnlyList<Trial> Trials { get; init; } = [];

    /// <summary>The seeds' runs of one model and depth.</summary>
    public IReadOnlyList<TrainedRun> Of(string model, int k) => [.. Runs.Where(run => run.Model == model && run.K == k)];

    /// <summary>A model's networks over depth, at the width that the most depths were measured at: its own. With equally many, the smaller width.</summary>
    public IReadOnlyList<InitialMeasurement> InitialByDepth(string model) => Longest(model, network => network.Width, network => network.K);

    /// <summary>A model's networks over width, at the depth that the most widths were measured at. With equally many, the smaller depth.</summary>
    public IReadOnlyList<InitialMeasurement> InitialByWidth(string model) => Longest(model, network => network.K, network => network.Width);

    private IReadOnlyList<InitialMeasurement> Longest(string model, Func<InitialMeasurement, int> held, Func<InitialMeasurement, int> varied) =>
        Initial.Where(network => network.Model == model)
            .GroupBy(held)
            .OrderByDescending(group => group.Select(varied).Distinct().Count())
            .ThenBy(group => group.Key)
            .Select(group => (IReadOnlyList<InitialMeasurement>)[.. group.OrderBy(varied)])
            .FirstOrDefault([]);
}
