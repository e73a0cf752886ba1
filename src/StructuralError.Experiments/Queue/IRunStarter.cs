namespace StructuralError.Experiments.Queue;

/// <summary>Starts runs; a seam, so that tests need no processes.</summary>
public interface IRunStarter
{
    /// <param name="threads">Threads the run may compute with.</param>
    /// <param name="report">Is told where the run stands, from any thread, until <see cref="IStartedRun.Exit"/> completes.</param>
    /// <exception cref="IOException">The log cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write it.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The process cannot be started.</exception>
    IStartedRun Start(QueuedRun run, int threads, Action<RunProgress> report);
}

/// <summary>A run that is going on.</summary>
public interface IStartedRun : IDisposable
{
    /// <summary>Completes when the run has ended, however it ended, and all it said was read. Never faults.</summary>
    Task<RunExit> Exit { get; }

    /// <summary>Asks the run to end at its next step and to keep what it has. May be called more than once.</summary>
    void RequestStop();
}
