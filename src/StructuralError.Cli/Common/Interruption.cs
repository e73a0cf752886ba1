using System.Runtime.InteropServices;

namespace StructuralError.Cli.Common;

/// <summary>
/// The wish to end. The first signal cancels <see cref="Token"/>, which the work looks at; the second has its usual effect and ends the process at once.
/// Ctrl-C (SIGINT; on Windows also Ctrl-Break) ends with 130; SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2, by which batch systems announce that time is up, with 75:
/// start me again.
/// </summary>
/// <remarks>
/// Work that has not ended after <see cref="Patience"/> is ended: whatever is on the disk is whole at every moment, so nothing is lost by it. The exception is
/// a step of training, see <see cref="Patiently"/>: it ends by itself, and its checkpoint keeps it.
/// </remarks>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long the work may take to end by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(600);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly ManualResetEventSlim _isOver = new();

    private volatile bool _isSupervised;
    private volatile string? _patience;
    private bool _isSignalled;
    private int _isRequested;

    public CancellationToken Token => _source.Token;

    /// <summary>What to exit with when <see cref="Token"/> was cancelled.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Interrupted;

    /// <summary>Tells the user in one line what happens now.</summary>
    public Action<string> Say { get; set; } = _ => { };

    /// <summary>Ends the process, because the work does not end by itself; null where it is waited for without limit.</summary>
    public Action? End { get; set; }

    /// <summary>Puts the terminal back as it was, before a second signal ends the process.</summary>
    public Action Restore { get; set; } = () => { };

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

    /// <summary>Asks the work to end; only the first time counts.</summary>
    public void Request(int exitCode)
    {
        if (Interlocked.Exchange(ref _isRequested, 1) != 0)
        {
            return;
        }

        ExitCode = exitCode;
        if (End is not null)
        {
            new Thread(EndWhenItTakesLong) { IsBackground = true, Name = "interruption" }.Start();
        }

        string again = _isSupervised ? "." : exitCode == ExitCodes.Interrupted ? "; Ctrl-C again ends at once." : "; a second signal ends at once.";
        Say($"{(exitCode == ExitCodes.Interrupted ? "Ctrl-C" : "told to end")}: {_patience ?? "ending"}{again}");
        _source.Cancel();
    }

    /// <summary>
    /// Until the result is disposed, the work is waited for however long it takes to end by itself; and where the wish to end comes before that, to the end of
    /// the process.
    /// </summary>
    /// <param name="what">What happens after a signal, as a clause.</param>
    public IDisposable Patiently(string what)
    {
        _patience = what;
        return new Patient(this);
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
        _isOver.Set();
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void EndWhenItTakesLong()
    {
        for (TimeSpan wait = Patience; !_isOver.Wait(wait); wait = Interval)
        {
            if (_patience is null)
            {
                End!();
                return;
            }
        }
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

        RequestUnlessOver(ExitCodes.Requeue);
    }

    private void RequestUnlessOver(int exitCode)
    {
        try
        {
            Request(exitCode);
        }
        catch (ObjectDisposedException)
        {
            // The work is over.
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
            RequestUnlessOver(exitCode);
        }
        else
        {
            Restore();
        }
    }));

    private sealed class Patient(Interruption interruption) : IDisposable
    {
        public void Dispose()
        {
            if (Volatile.Read(ref interruption._isRequested) == 0)
            {
                interruption._patience = null;
            }
        }
    }
}
