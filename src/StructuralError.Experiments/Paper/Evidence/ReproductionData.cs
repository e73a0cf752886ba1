using StructuralError.Experiments.Measure;

namespace StructuralError.Experiments.Paper.Evidence;

/// <summary>Everything the paper's figures and claims are made of, on one data set.</summary>
public sealed record ReproductionData
{
    /// <summary>Its real name: mnist, digits, …</summary>
    public required string Dataset { get; init; }

    /// <summary>Fewer steps than the paper trained: whatever is made of this has to say so.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Training runs over model, k and seed, in that order.</summary>
    public required IReadOnlyList<TrainedRun> Runs { get; init; }

    /// <summary>Networks at initialisation over model, width, k and seed, in that order.</summary>
    public required IReadOnlyList<InitialMeasurement> Initial { get; init; }

    /// <summary>The seeds' runs of one model and depth.</summary>
    public IReadOnlyList<TrainedRun> Of(string model, int k) => [.. Runs.Where(run => run.Model == model && run.K == k)];
}
