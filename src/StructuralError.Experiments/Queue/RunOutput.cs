namespace StructuralError.Experiments.Queue;

/// <summary>
/// What a run of a queue prints: all of it goes into the run's log but the progress lines, which are taken out. Lines may come from several threads.
/// </summary>
public sealed class RunOutput : IDisposable
{
    private const int MessagesKept = 12;

    private readonly RunLog _log;
    private readonly Action<RunProgress> _report;
    private readonly Queue<string> _messages = new();
    private volatile bool _hasProgress;

    private RunOutput(RunLog log, Action<RunProgress> report) => (_log, _report) = (log, report);

    /// <summary>Whether the run has told of a step.</summary>
    public bool HasProgress => _hasProgress;

    /// <summary>The last lines of standard error.</summary>
    public IReadOnlyList<string> Messages => [.. _messages];

    /// <param name="report">Is told of progress, from the thread that prints it.</param>
    /// <exception cref="IOException">The log cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write there.</exception>
    public static RunOutput Open(string logPath, Action<RunProgress> report) => new(RunLog.Open(logPath), report);

    /// <summary>A line of standard output, or what the queue itself notes.</summary>
    public void Out(string line) => _log.Write(line);

    /// <summary>A line of standard error. Called by one thread at a time.</summary>
    public void Error(string line)
    {
        if (RunProgress.Parse(line) is { } progress)
        {
            _hasProgress = true;
            _report(progress);
            return;
        }

        _log.Write(line);
        _messages.Enqueue(line);
        if (_messages.Count > MessagesKept)
        {
            _messages.Dequeue();
        }
    }

    public void Dispose() => _log.Dispose();
}
