using System.Globalization;

namespace StructuralError.Experiments.Specs;

/// <summary>How many threads may compute, unless the user says otherwise.</summary>
public static class ComputeThreads
{
    private const string SlurmVariable = "SLURM_CPUS_PER_TASK";

    /// <summary>
    /// The processors that the system lets this process use, or the share that Slurm has given the task where that is smaller: without binding, the system
    /// does not know of it.
    /// </summary>
    public static int Available { get; } = Of(Environment.ProcessorCount, Environment.GetEnvironmentVariable(SlurmVariable));

    /// <param name="processors">Those that the system lets the process use.</param>
    /// <param name="slurm">What Slurm says; null outside a job.</param>
    public static int Of(int processors, string? slurm) =>
        int.TryParse(slurm, NumberStyles.None, CultureInfo.InvariantCulture, out int share) && share >= 1 ? Math.Min(processors, share) : processors;
}
