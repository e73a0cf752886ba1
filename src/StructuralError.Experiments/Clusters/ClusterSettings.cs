using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace StructuralError.Experiments.Clusters;

/// <summary>What a cluster is asked for. What is null is left to the cluster.</summary>
public sealed record ClusterSettings
{
    /// <summary>Time limit of a task, as the scheduler takes it.</summary>
    public string? Time { get; init; }

    public string? Partition { get; init; }

    public string? Account { get; init; }

    /// <summary>Processors of a task; its runs compute with as many threads.</summary>
    [JsonPropertyName("cpus_per_task")]
    public int? ProcessorsPerTask { get; init; }

    /// <summary>Memory of a task, as the scheduler takes it.</summary>
    [JsonPropertyName("mem")]
    public string? Memory { get; init; }

    /// <summary>Devices and the like of a task.</summary>
    public string? Gres { get; init; }

    /// <summary>Tasks at once.</summary>
    public int? MaxRunning { get; init; }

    /// <summary>Runs of a task; null for about five minutes of work.</summary>
    public int? Chunk { get; init; }

    /// <summary>Further options of the scheduler, as they are written.</summary>
    [JsonPropertyName("sbatch")]
    public ImmutableArray<string> Others { get; init; } = [];
}
