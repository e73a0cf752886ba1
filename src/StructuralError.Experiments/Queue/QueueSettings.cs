namespace StructuralError.Experiments.Queue;

/// <summary>How a queue is worked off, and who is shown what it does. By default all runs are carried out in this process, and nobody is shown.</summary>
/// <param name="Jobs">Runs at once; null to decide by the machine.</param>
/// <param name="MaxFailures">After so many failures no further run is started; null for no limit.</param>
/// <param name="FailFast">At the first failure no further run is started, and those that are going on are told to end.</param>
public sealed record QueueSettings(int? Jobs = null, int? MaxFailures = null, bool FailFast = false)
{
    /// <summary>
    /// Starts the runs of the processor, each in a process of its own; null to carry them out in this process, each on a thread of its own. That takes a third
    /// of the time where runs are short: data are read and code is compiled once. But what ends one run's process, as a fault of the runtime does, ends all.
    /// </summary>
    public IRunStarter? Processes { get; init; }

    /// <summary>How the program is started, as the logs of runs in this process say.</summary>
    public ProgramCommand Program { get; init; } = new("StructuralError", []);

    /// <summary>What runs in this process end with.</summary>
    public RunCodes Codes { get; init; } = RunCodes.Plain;

    /// <summary>Makes what shows a part of the queue.</summary>
    public Func<IQueueDisplay> Display { get; init; } = () => new SilentDisplay();
}
