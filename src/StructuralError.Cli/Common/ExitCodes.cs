using StructuralError.Core.Common;

namespace StructuralError.Cli.Common;

/// <summary>What the process exits with. Shell scripts rely on these numbers.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The run failed after it started: a loss that is not finite, …</summary>
    public const int Failure = 1;

    /// <summary>Wrong usage or configuration; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Bad input data (<c>EX_DATAERR</c>).</summary>
    public const int BadData = 65;

    /// <summary>The device that was asked for is not there, cannot be used, or was lost (<c>EX_UNAVAILABLE</c>).</summary>
    public const int Unavailable = 69;

    /// <summary>A fault of this program (<c>EX_SOFTWARE</c>).</summary>
    public const int Internal = 70;

    /// <summary>Locked by another process, or the directory holds something else (<c>EX_CANTCREAT</c>).</summary>
    public const int CannotCreate = 73;

    /// <summary>Input/output error (<c>EX_IOERR</c>).</summary>
    public const int InputOutput = 74;

    /// <summary>Ended by a signal that means "come back later" (SIGTERM, SIGHUP, SIGUSR1, SIGUSR2), with a checkpoint: the same command goes on (<c>EX_TEMPFAIL</c>).</summary>
    public const int Requeue = 75;

    /// <summary>Ended by Ctrl-C (SIGINT), with a checkpoint; a second one ends the process at once, without.</summary>
    public const int Interrupted = 130;

    /// <summary>What a shell sees of a process that a second SIGTERM ended at once; rows and checkpoints so far are kept.</summary>
    public const int Terminated = 143;

    /// <summary>The one table from a kind of failure to the code.</summary>
    public static int Of(FailureKind kind) => kind switch
    {
        FailureKind.Usage => Usage,
        FailureKind.BadData => BadData,
        FailureKind.Unavailable => Unavailable,
        FailureKind.CannotCreate => CannotCreate,
        FailureKind.InputOutput => InputOutput,
        _ => Failure,
    };
}
