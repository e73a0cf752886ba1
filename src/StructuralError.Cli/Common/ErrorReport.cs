using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Common;

/// <summary>Turns an exception into lines for the user and an exit code. A stack trace is shown only with <c>STRUCTURAL_ERROR_DEBUG=1</c>.</summary>
internal static class ErrorReport
{
    private const string DebugVariable = "STRUCTURAL_ERROR_DEBUG";

    /// <summary>What processes of this program end with.</summary>
    public static RunCodes Codes { get; } = new(ExitCodes.Success, ExitCodes.CannotCreate, ExitCodes.Requeue, Describe);

    public static int Write(Exception exception, TextWriter error)
    {
        (int exitCode, IReadOnlyList<string> lines) = Describe(exception);
        foreach (string line in lines)
        {
            error.WriteLine($"error: {line}");
        }

        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            error.Write(exception + Environment.NewLine);
        }

        return exitCode;
    }

    /// <summary>Does one of several things: where it fails, that is reported and keeps nobody from the others.</summary>
    /// <returns>The exit code.</returns>
    public static int Guard(TextWriter error, Action action)
    {
        try
        {
            action();
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is UserErrorException or IOException or UnauthorizedAccessException)
        {
            return Write(exception, error);
        }
    }

    private static (int ExitCode, IReadOnlyList<string> Lines) Describe(Exception exception) => exception switch
    {
        UserErrorException user => (ExitCodes.Of(user.Kind), [.. user.Problems.Select(problem => problem.Message)]),
        OperationCanceledException => (ExitCodes.Interrupted, ["interrupted; nothing was started."]),
        EngineException { IsOutOfMemory: true } => (ExitCodes.Usage, [exception.Message]),
        EngineException => (ExitCodes.Unavailable, [exception.Message]),

        // Of all native libraries, only a driver's may be older than its functions.
        EntryPointNotFoundException => (ExitCodes.Unavailable,
            [$"the device's driver is too old for this program: {exception.Message} Install a newer driver, or run with another --device."]),

        // Also what starting a thread throws where this user may have no more of them.
        OutOfMemoryException => (ExitCodes.Failure,
            ["the memory does not suffice, or no more threads may be started (ulimit -u); make the model, --batch-size or --threads smaller."]),

        // Assemblies are loaded when they are first needed.
        FileNotFoundException { FileName: { } part } when part.Contains(", Version=", StringComparison.Ordinal) => (ExitCodes.InputOutput,
            [$"{part.Split(',')[0]}, a part of .NET, cannot be loaded: too many files may be open (ulimit -n), or the installation is not whole."]),
        TypeInitializationException { InnerException: { } inner } => Describe(inner),

        // What asking for the current directory throws where it has been removed.
        FileNotFoundException { FileName: null } => (ExitCodes.InputOutput, ["the current directory does not exist any more; change into one that does."]),
        IOException or UnauthorizedAccessException => (ExitCodes.InputOutput, [exception.Message]),
        _ => (ExitCodes.Internal,
            [$"internal error: {exception.GetType().Name}: {exception.Message} (a fault of this program; {DebugVariable}=1 shows where)"]),
    };
}
