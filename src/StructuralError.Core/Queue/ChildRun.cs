using System.Diagnostics;

namespace StructuralError.Queue;

/// <summary>A run in a child process. What it prints goes into its log; its progress lines are taken out.</summary>
internal sealed class ChildRun : IStartedRun
{
    private const int MessagesKept = 12;

    private readonly Process _process;
    private readonly RunLog _log;
    private readonly Action<RunProgress> _report;
    private readonly Queue<string> _messages = new();

    public ChildRun(Process process, RunLog log, Action<RunProgress> report)
    {
        (_process, _log, _report) = (process, log, report);
        Exit = FollowAsync();
    }

    public Task<RunExit> Exit { get; }

    public void RequestStop()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended by itself meanwhile.
        }
    }

    public void Dispose()
    {
        _log.Dispose();
        _process.Dispose();
    }

    private async Task<RunExit> FollowAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput, _log.Write), ReadAsync(_process.StandardError, Message)).ConfigureAwait(false);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return new RunExit(_process.ExitCode, [.. _messages]);
    }

    private void Message(string line)
    {
        if (RunProgress.Parse(line) is { } progress)
        {
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

    private static async Task ReadAsync(StreamReader reader, Action<string> take)
    {
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                take(line);
            }
        }
        catch (IOException)
        {
            // A pipe that breaks has nothing more to say; the exit code tells the rest.
        }
    }
}
