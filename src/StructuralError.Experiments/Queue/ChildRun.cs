using System.Diagnostics;

namespace StructuralError.Experiments.Queue;

/// <summary>A run in a child process. What it prints goes into its log; its progress lines are taken out.</summary>
internal sealed class ChildRun : IStartedRun
{
    private readonly Process _process;
    private readonly RunOutput _output;
    private readonly RunCodes _codes;

    public ChildRun(Process process, RunOutput output, RunCodes codes)
    {
        (_process, _output, _codes) = (process, output, codes);
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
        _output.Dispose();
        _process.Dispose();
    }

    private async Task<RunExit> FollowAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput, _output.Out), ReadAsync(_process.StandardError, _output.Error)).ConfigureAwait(false);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return new RunExit(_codes.End(_process.ExitCode), _process.ExitCode, _output.Messages);
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
