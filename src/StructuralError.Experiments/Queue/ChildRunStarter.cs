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
