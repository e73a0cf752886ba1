namespace StructuralError.Runs.Provenance;

/// <summary>The Slurm job that a run is part of, from the variables Slurm gives its jobs.</summary>
public static class SlurmJob
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

    /// <summary>The job of this process, in the order of the names: <c>job_id</c>, <c>array_job_id</c>, …; null where none of the variables is set.</summary>
    /// <param name="environment">Value of an environment variable, or null.</param>
    public static OrderedDictionary<string, string>? Find(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string variable) in Variables.OrderBy(pair => pair.Name, StringComparer.Ordinal))
        {
            if (environment(variable) is { Length: > 0 } value)
            {
                values.Add(name, value);
            }
        }

        return values.Count == 0 ? null : values;
    }
}
