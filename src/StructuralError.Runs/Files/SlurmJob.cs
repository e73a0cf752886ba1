using System.Collections.Immutable;
using System.Text.Json;

namespace StructuralError.Runs.Files;

/// <summary>The Slurm job that a run is part of, from the variables Slurm gives its jobs.</summary>
/// <param name="Values">What is set: <c>job_id</c>, <c>array_job_id</c>, <c>array_task_id</c>, <c>restart_count</c>, …</param>
public sealed record SlurmJob(ImmutableSortedDictionary<string, string> Values)
{
    private static readonly (string Name, string Variable)[] Variables =
    [
        ("job_id", "SLURM_JOB_ID"),
        ("job_name", "SLURM_JOB_NAME"),
        ("array_job_id", "SLURM_ARRAY_JOB_ID"),
        ("array_task_id", "SLURM_ARRAY_TASK_ID"),
        ("restart_count", "SLURM_RESTART_COUNT"),
        ("step_id", "SLURM_STEP_ID"),
        ("cluster", "SLURM_CLUSTER_NAME"),
        ("partition", "SLURM_JOB_PARTITION"),
        ("node", "SLURMD_NODENAME"),
    ];

    /// <summary>The job of this process; null where none of the variables is set.</summary>
    /// <param name="environment">Value of an environment variable, or null.</param>
    public static SlurmJob? Find(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, string variable) in Variables)
        {
            if (environment(variable) is { Length: > 0 } value)
            {
                values[name] = value;
            }
        }

        return values.Count == 0 ? null : new SlurmJob(values.ToImmutable());
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach ((string name, string value) in Values)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }
}
