using System.Text;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Queue;

/// <summary>
/// What a run of a queue prints: all of it goes into the run's log but the progress lines, which are taken out. Lines may come from several threads, and go to
/// the file at once, behind those of the processes that the run had before.
/// </summary>
public sealed class RunOutput : IDisposable
{
    private const int MessagesKept = 12;

    private readonly StreamWriter _log;
    private readonly Lock _gate = new();
    private readonly Action<RunProgress> _report;
    private readonly Queue<string> _messages = new();
    private volatile bool _hasProgress;
    private bool _isBroken;

    private RunOutput(StreamWriter log, Action<RunProgress> report) => (_log, _report) = (log, report);

    /// <summary>Whether the run has told of a step.</summary>
    public bool HasProgress => _hasProgress;

    /// <summary>The last lines of standard error.</summary>
    public IReadOnlyList<string> Messages => [.. _messages];

    /// <param name="report">Is told of progress, from the thread that prints it.</param>
    /// <exception cref="IOException">The log cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write there.</exception>
    public static RunOutput Open(string logPath, Action<RunProgress> report)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(logPath))!;
        Directory.CreateDirectory(directory);
        OwnFile.RequireDirectory(directory);
        OwnFile.RequireAlone(logPath);
        var stream = new FileStream(logPath, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 1);
        return new RunOutput(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" }, report);
    }

    /// <summary>A line of standard output, or what the queue itself notes.</summary>
    public void Out(string line)
    {
        lock (_gate)
        {
            try
            {
                if (!_isBroken)
                {
                    _log.WriteLine(Printable.Result(line));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A log on a full disk must not end the run it tells of.
                _isBroken = true;
            }
        }
    }

    /// <summary>A line of standard error. Called by one thread at a time.</summary>
    public void Error(string line)
    {
        if (RunProgress.Parse(line) is { } progress)
        {
            _hasProgress = true;
            _report(progress);
            return;
        }

        Out(line);
        _messages.Enqueue(line);
        if (_messages.Count > MessagesKept)
        {
            _messages.Dequeue();
        }
    }

    public void Dispose()
    {
        try
        {
            _log.Dispose();
        }
        catch (IOException)
        {
            // See above.
        }
    }
}
