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
    public ImmutableArray<string> Others { get => field.IsDefault ? [] : field; init; }

    /// <summary>The setting that no option gives, because it would become another line of a script, or is no number of tasks; null for none.</summary>
    [JsonIgnore]
    internal string? Fault =>
        Time is { } time && TimeLimit.Parse(time) is null ? "time"
        : ((string?[])[Partition, Account, Memory, Gres, .. Others]).Any(text => text?.Any(char.IsControl) == true) ? "sbatch"
        : ProcessorsPerTask < 1 || MaxRunning < 1 || Chunk < 1 ? "chunk"
        : null;
}
