namespace StructuralError.Runs.Provenance;

/// <summary>The Slurm job that a run is part of, from the variables Slurm gives its jobs.</summary>
public static class SlurmJob
{
    // By name: in this order they stand in a manifest.
    private static readonly (string Name, string Variable)[] Variables =
    [
        ("array_job_id", "SLURM_ARRAY_JOB_ID"),
        ("array_task_id", "SLURM_ARRAY_TASK_ID"),
        ("cluster", "SLURM_CLUSTER_NAME"),
        ("job_id", "SLURM_JOB_ID"),
        ("job_name", "SLURM_JOB_NAME"),
        ("node", "SLURMD_NODENAME"),
        ("partition", "SLURM_JOB_PARTITION"),
        ("restart_count", "SLURM_RESTART_COUNT"),
        ("step_id", "SLURM_STEP_ID"),
    ];

    /// <summary>The job of this process, by name, in order: <c>array_job_id</c>, <c>array_task_id</c>, …; null where none of the variables is set.</summary>
    /// <param name="environment">Value of an environment variable, or null.</param>
    public static OrderedDictionary<string, string>? Find(Func<string, string?> environment)
    {
        OrderedDictionary<string, string> values = new(
            Variables.Select(pair => KeyValuePair.Create(pair.Name, environment(pair.Variable) ?? string.Empty)).Where(pair => pair.Value.Length > 0),
            StringComparer.Ordinal);
        return values.Count == 0 ? null : values;
    }
}
