namespace StructuralError.Runs.Files;

/// <summary>What a referee found that measured some steps of a run once more. What a file does not say is null.</summary>
public sealed record RefereeSummary : FileRecord
{
    /// <summary>What computed, with its version.</summary>
    public string? Name { get; init; }

    /// <summary>Steps that were checked, since the run was last continued.</summary>
    public long? Steps { get; init; }

    /// <summary>The largest deviation of any quantity of any of these steps, relative to the largest entry of its kind in the batch.</summary>
    public double? LargestDeviation { get; init; }
}
