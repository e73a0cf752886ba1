using System.Diagnostics;
using System.Globalization;
using StructuralError.Cli;
using StructuralError.Experiments.Queue;

namespace StructuralError.Tests.Processes;

/// <summary>
/// A process that a test starts. Its streams are read from the first moment, so that a full pipe cannot stop it; nobody waits for it without limit; and it does not outlive the test,
/// however that ends.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process)
    {
        _process = process;
        Out = process.StandardOutput.ReadToEndAsync();
        Error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>All of its standard output; complete when it has ended.</summary>
    public Task<string> Out { get; }

    /// <inheritdoc cref="Out"/>
    public Task<string> Error { get; }

    public static ChildProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>The program itself.</summary>
    public static ChildProcess OfProgram(params string[] arguments) => Start(Program(arguments));

    /// <summary>
    /// The program, for a queue in this process to start. Left to itself it would start the tests' own executable, whose name, StructuralError.Tests, it takes for its own.
    /// </summary>
    public static ProgramCommand Command { get; } = new("dotnet", ["exec", typeof(CliApplication).Assembly.Location]);

    /// <summary>How the program is started.</summary>
    public static ProcessStartInfo Program(params string[] arguments) => SignalDefaults.Start("dotnet", ["exec", typeof(CliApplication).Assembly.Location, .. arguments]);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(ProcessStartInfo start)
    {
        using ChildProcess process = Start(start);
        int exitCode = await process.EndAsync();
        return (exitCode, await process.Out, await process.Error);
    }

    /// <summary>Whether a process of this number runs. A dead one whose parent has not asked for its exit code yet does not.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !IsZombie(id);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="TimeoutException">It does not come.</exception>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', _process.StartInfo.ArgumentList)}' did not end within {Patience.Limit}: {await Out}{await Error}");
        }
    }

    /// <summary>Whether it ends within a time that the test chooses.</summary>
    public bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    public void Kill() => _process.Kill();

    public void CloseInput() => _process.StandardInput.Close();

    /// <param name="signal">As <c>kill</c> calls it: <c>TERM</c>.</param>
    public Task SendAsync(string signal) => SendAsync(Id, signal);

    /// <inheritdoc cref="SendAsync(string)"/>
    public static async Task SendAsync(int id, string signal) => await RunAsync(new ProcessStartInfo("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(Patience.Limit);
        }

        _process.Dispose();
    }

    private static bool IsZombie(int id)
    {
        try
        {
            // "17 (name) Z …"; the name may hold anything.
            string state = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return state[state.LastIndexOf(')')..].StartsWith(") Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
