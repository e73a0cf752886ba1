using System.Runtime.InteropServices;

namespace StructuralError.Cli.Common;

/// <summary>
/// The wish to end a run. The first signal sets a flag that the run looks at between steps, so that it ends with a checkpoint; the second has its usual
/// effect and ends the process at once. Ctrl-C (SIGINT; on Windows also Ctrl-Break) ends with 130; SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2, by which batch systems
/// announce that time is up, with 75: start me again.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    private volatile bool _isSupervised;
    private bool _isSignalled;

    public CancellationToken Token => _source.Token;

    /// <summary>What to exit with when <see cref="Token"/> was cancelled.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Interrupted;

    public static Interruption FromSignals()
    {
        var interruption = new Interruption();
        interruption.Register(PosixSignal.SIGINT, ExitCodes.Interrupted);
        interruption.Register(PosixSignal.SIGTERM, ExitCodes.Requeue);
        if (OperatingSystem.IsWindows())
        {
            // Ctrl-Break. Elsewhere SIGQUIT is how a user gets a core dump of a process that hangs.
            interruption.Register(PosixSignal.SIGQUIT, ExitCodes.Interrupted);
        }
        else
        {
            interruption.Register(PosixSignal.SIGHUP, ExitCodes.Requeue);
            (int user1, int user2) = OperatingSystem.IsMacOS() ? (30, 31) : (10, 12);
            interruption.Register((PosixSignal)user1, ExitCodes.Requeue);
            interruption.Register((PosixSignal)user2, ExitCodes.Requeue);
        }

        return interruption;
    }

    public void Request(int exitCode)
    {
        ExitCode = exitCode;
        _source.Cancel();
    }

    /// <summary>
    /// Takes the end of standard input for SIGTERM: whoever holds its other end wants the run to end, or is gone. Ctrl-C, which a terminal sends to the starter
    /// as well, is left to it.
    /// </summary>
    public void FollowStandardInput()
    {
        _isSupervised = true;
        new Thread(WaitForEnd) { IsBackground = true, Name = "standard input" }.Start();
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void WaitForEnd()
    {
        try
        {
            using Stream input = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[64];
            while (input.Read(ignored) > 0)
            {
                // Nothing is expected to be said.
            }
        }
        catch (IOException)
        {
            // Broken means closed.
        }

        try
        {
            Request(ExitCodes.Requeue);
        }
        catch (ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private void Register(PosixSignal signal, int exitCode) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        if (_isSupervised && exitCode == ExitCodes.Interrupted)
        {
            context.Cancel = true;
            return;
        }

        // Left alone, the second signal has its usual effect.
        context.Cancel = !Interlocked.Exchange(ref _isSignalled, true);
        if (context.Cancel)
        {
            Request(exitCode);
        }
    }));
}
