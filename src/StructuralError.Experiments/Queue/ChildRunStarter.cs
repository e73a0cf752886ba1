using System.ComponentModel;
using System.Diagnostics;

namespace StructuralError.Experiments.Queue;

/// <summary>Starts each run as a process of its own: a crash, a full memory or a signal hits one run only.</summary>
/// <remarks>
/// The child is started with <c>--supervised</c>: it ends at its next step when its standard input is closed. That is how it is told to stop, on every system,
/// and since the kernel closes the pipe of a parent that dies, however it dies, no child outlives it. Ctrl-C in a terminal reaches the children as well as the
/// parent; supervised, they leave it to the parent.
/// </remarks>
/// <param name="codes">What its processes end with.</param>
public sealed class ChildRunStarter(ProgramCommand program, RunCodes codes) : IRunStarter
{
    public IStartedRun Start(QueuedRun run, int threads, Action<RunProgress> report)
    {
        string[] arguments = [.. run.Command(threads), "--progress", "json", "--supervised"];
        RunOutput output = RunOutput.Open(run.LogPath, report);
        try
        {
            output.Out("$ " + program.ToShell(arguments));
            Process process = Process.Start(new ProcessStartInfo(program.Executable, [.. program.Prefix, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            return new ChildRun(process, output, codes);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }
}

/// <summary>A run in a child process. What it prints goes into its log; its progress lines are taken out.</summary>
/// <remarks>
/// A child that is told to end and trains already is waited for: it ends at its next step and keeps a checkpoint. One that has told of no step yet has nothing
/// to keep, and on a busy machine a process may take seconds to start; it is killed when it does not end by itself.
/// </remarks>
internal sealed class ChildRun : IStartedRun
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

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

        _ = EndUnlessItTrainsAsync();
    }

    public void Dispose()
    {
        _output.Dispose();
        _process.Dispose();
    }

    private async Task EndUnlessItTrainsAsync()
    {
        await Task.WhenAny(Exit, Task.Delay(Grace)).ConfigureAwait(false);
        try
        {
            if (!Exit.IsCompleted && !_output.HasProgress)
            {
                _process.Kill();
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself meanwhile.
        }
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
