namespace StructuralError.Experiments.Queue;

/// <summary>How a queue is worked off.</summary>
/// <param name="Jobs">Runs at once; null to decide by the machine.</param>
/// <param name="MaxFailures">After so many failures no further run is started; null for no limit.</param>
/// <param name="FailFast">At the first failure no further run is started, and those that are going on are told to end.</param>
public sealed record QueueSettings(int? Jobs = null, int? MaxFailures = null, bool FailFast = false)
{
    /// <summary>Whether runs of the processor are carried out in this process, one after the other; otherwise each in a process of its own, several at once.</summary>
    public bool RunsInProcess { get; init; }
}
