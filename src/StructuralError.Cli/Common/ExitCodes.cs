using StructuralError.Core.Common;

namespace StructuralError.Cli.Common;

/// <summary>What the process exits with. Shell scripts rely on these numbers; those from 65 to 75 are of sysexits.h.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int BadData = 65;
    public const int Unavailable = 69;
    public const int Internal = 70;
    public const int CannotCreate = 73;
    public const int InputOutput = 74;
    public const int Requeue = 75;
    public const int Interrupted = 130;

    /// <summary>What a shell sees of a process that a second SIGTERM ended.</summary>
    public const int Terminated = 143;

    /// <summary>All of them, as the help explains them.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Success, "done; for train, also where the same run was finished before"),
        (Failure, "the run failed after it started (a loss that is not finite); for sweep and reproduce, not all runs are finished; "
            + "for runs verify, a run is not as it should be"),
        (Usage, "wrong usage or configuration; nothing was started"),
        (BadData, "bad input data"),
        (Unavailable,
            "the device that was asked for is not there or cannot be used, or it failed in the middle of the run, which its checkpoint keeps; "
            + "or what draws PNG cannot be loaded; or the cluster's scheduler is not there, or refused"),
        (Internal, "a fault of this program"),
        (CannotCreate, "the run directory is locked by another process, holds something else, or an unfinished run that may not be continued"),
        (InputOutput, "input or output failed: disk full, no permission, no network"),
        (Requeue, "ended by SIGTERM, SIGHUP, SIGUSR1 or SIGUSR2, with a checkpoint: start the same command again and it goes on"),
        (Interrupted, "ended by Ctrl-C, with a checkpoint: the same command goes on; a second Ctrl-C ends at once, without"),
        (Terminated, "ended at once by a second SIGTERM; the checkpoints and rows so far are kept"),
    ];

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
